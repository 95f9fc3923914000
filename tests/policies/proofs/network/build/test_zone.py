"""The network of the captured zone, of prod's view of it, and of two real plans."""

from __future__ import annotations

from phizone_policies.proofs.network.model import Kind
from phizone_policies.proofs.network.sets_of import environments, of_environment, of_team, teams


def test_the_zone_has_these_interfaces(zone_network, by_kind):
    assert by_kind(zone_network) == {"endpoint": 216, "hypothetical": 108, "workload": 18}


def test_everything_of_the_zone_is_modelled(zone_network):
    assert zone_network.unmodelled == ()
    assert (zone_network.managed, zone_network.proxies) == ((), ())
    assert (zone_network.internet_gateways, zone_network.nat_gateways, zone_network.peerings) == ({}, {}, {})


def test_the_resolvers_of_the_zone_are_closed(zone_network):
    assert {name: (each.closed, each.forwards) for name, each in zone_network.dns.items()} == {
        f"workspace.{environment}/aws_vpc.network": (True, ()) for environment in ("dev", "staging", "prod")
    }


def test_hypothetical_interfaces_of_prod_stand_in_the_workload_subnets_alone(zone_network):
    found = [each for each in zone_network.interfaces.values() if each.kind is Kind.HYPOTHETICAL]
    prod = [each for each in found if each.name.startswith("workspace.prod/")]
    assert {each.subnet for each in prod} == {
        f"workspace.prod/aws_subnet.network-workload-us-east-1{zone}" for zone in "abc"
    }


def test_a_team_of_prod_may_use_its_own_groups_alone(zone_network):
    found = zone_network.interfaces.values()
    held = {
        (each.team, each.groups[0].removeprefix("workspace.prod/"))
        for each in found
        if each.kind is Kind.HYPOTHETICAL and each.name.startswith("workspace.prod/")
    }
    assert held == {
        ("", "aws_default_security_group.network"),
        ("", "aws_security_group.endpoints"),
        *((team, f"aws_security_group.{team}-{name}") for team in ("cardiology", "radiology") for name in GROUPS),
    }


GROUPS = ("rotation", "studio", "studio-data-scientist", "studio-ml-engineer", "studio-pipeline")


def test_endpoints_of_the_zone_lead_to_nobody_elses_resources(zone_network):
    assert {name for name, each in zone_network.endpoints.items() if each.foreign} == set()


def test_sets_of_the_zone(zone_network):
    assert (teams(zone_network), environments(zone_network)) == (
        ("cardiology", "radiology"),
        ("dev", "prod", "staging"),
    )
    assert of_environment(zone_network, "prod").size == 42
    assert of_team(zone_network, "cardiology", "prod").size == 18
    assert of_team(zone_network, "cardiology").size == 54


def test_a_view_stands_for_what_it_does_not_show_of_the_others(view_network):
    rest = view_network.interfaces["workspace.dev/aws_vpc.network beyond the view"]
    assert rest.blocks == view_network.vpcs["workspace.dev/aws_vpc.network"].blocks
    assert set(view_network.subnets) >= {
        f"workspace.{each}/aws_vpc.network beyond the view" for each in ("dev", "staging")
    }
    assert "workspace.prod/aws_vpc.network beyond the view" not in view_network.subnets


def test_the_zone_itself_shows_everything(zone_network):
    assert [name for name in zone_network.subnets if "beyond the view" in name] == []


def test_a_real_plan_of_a_vpc_is_read_whole(plan_network, routes):
    found = plan_network("vpc-complete.json")
    assert (len(found.subnets), len(found.nat_gateways), len(found.endpoints)) == (18, 1, 6)
    assert routes(found, "module.vpc.aws_route_table.private[0]") == {
        ("10.0.0.0/16", "local", ""),
        ("0.0.0.0/0", "NAT gateway", "module.vpc.aws_nat_gateway.this[0]"),
    }
    assert "module.vpc.aws_vpn_gateway.this[0]" in {each.name for each in found.unmodelled}


def test_a_real_plan_with_ipv6_is_read_whole(plan_network, cidrs):
    found = plan_network("vpc-ipv6-dualstack.json")
    assert (len(found.subnets), len(found.nat_gateways), len(found.internet_gateways)) == (9, 3, 2)
    assert cidrs(found.subnets["module.vpc.aws_subnet.private[0]"].blocks) == ["10.0.0.0/24", "2600:1f00:0:3::/64"]
    assert found.unmodelled == ()
