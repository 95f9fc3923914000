"""Edits of the zone's own modules that open its network: verify refutes the claim and names the line."""

from __future__ import annotations

import json

import pytest

TRANSIT, ENDPOINTS, STUDIO = (f"modules/phizone_modules/{name}.py" for name in ("transit", "endpoints", "studio"))
EGRESS = """
        of = {"region": args.scope.region, "opts": pulumi.ResourceOptions(parent=self)}
        zone = f"{args.scope.region}a"
        vpc = ec2.Vpc("egress", cidr_block="10.0.0.0/24", **of)
        inner = ec2.Subnet("in", vpc_id=vpc.id, cidr_block="10.0.0.0/28", availability_zone=zone, **of)
        outer = ec2.Subnet("out", vpc_id=vpc.id, cidr_block="10.0.0.16/28", availability_zone=zone, **of)
        door = ec2.InternetGateway("egress", vpc_id=vpc.id, **of)
        nat = ec2.NatGateway("egress", subnet_id=outer.id, allocation_id="eipalloc-00000000000000001", **of)
        ways = (("in", inner, {"nat_gateway_id": nat.id}), ("out", outer, {"gateway_id": door.id}))
        for name, subnet, target in ways:
            table = ec2.RouteTable(name, vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", **target}], **of)
            ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id, **of)
        attached = ec2transitgateway.VpcAttachment(
            "egress", vpc_id=vpc.id, subnet_ids=[inner.id], transit_gateway_id=self.id, **of
        )
        ec2transitgateway.Route(
            "egress",
            destination_cidr_block="0.0.0.0/0",
            transit_gateway_attachment_id=attached.id,
            transit_gateway_route_table_id=tables["prod"].id,
            **of,
        )
        self._share()
        self.register_outputs("""


@pytest.fixture
def refuted(phizone):
    """The findings that a rule has for prod, whose verdict it spoils."""

    def refuted(rule: str):
        done = phizone("verify", "prod", "--json")
        assert (done.returncode, done.stderr) == (1, "")
        findings = json.loads(done.stdout)["environments"]["prod"]["findings"]
        return [each for each in findings if each["rule"] == rule]

    return refuted


@pytest.fixture
def line_of(checkout):
    """The line of a file of the copy that begins with a text, of the last such lines."""

    def line_of(file: str, text: str) -> int:
        lines = (checkout / file).read_text(encoding="utf-8").splitlines()
        return max(number for number, line in enumerate(lines, start=1) if line.strip().startswith(text))

    return line_of


@pytest.mark.slow
def test_a_nat_gateway_behind_the_transit_gateway_is_a_way_out(edit, refuted, line_of):
    edit(TRANSIT, "        self._share()\n        self.register_outputs(", EGRESS)
    (found,) = refuted("phi_subnets_reach_no_internet")
    assert found["source"] == {"file": TRANSIT, "line": line_of(TRANSIT, "ec2transitgateway.Route(")}
    steps = " ".join(value for name, value in sorted(found["witness"].items()) if name.startswith("step"))
    assert steps.index("aws_ec2_transit_gateway_route.egress") < steps.index("aws_nat_gateway.egress")
    assert steps.index("aws_nat_gateway.egress") < steps.index("aws_internet_gateway.egress")


@pytest.mark.slow
def test_an_opened_endpoint_policy_is_a_way_out(edit, refuted, line_of):
    edit(
        ENDPOINTS,
        "route_table_ids=self._args.route_table_ids,\n            policy=_policy(scope, service),",
        "route_table_ids=self._args.route_table_ids,",
    )
    (found,) = refuted("aws_apis_only_through_endpoints")
    assert found["source"] == {"file": ENDPOINTS, "line": line_of(ENDPOINTS, "return ec2.VpcEndpoint(")}
    assert "has no policy" in found["message"] or "is not bound to resources of ours" in found["message"]


@pytest.mark.slow
def test_studio_without_a_network_setting_is_a_way_out(edit, refuted, line_of):
    edit(STUDIO, '            app_network_access_type="VpcOnly",\n', "")
    (found,) = refuted("phi_subnets_reach_no_internet")
    assert found["source"] == {"file": STUDIO, "line": line_of(STUDIO, "return sagemaker.Domain(")}
    assert "app_network_access_type is PublicInternetOnly, which is AWS's default" in found["message"]


@pytest.mark.slow
def test_another_environment_propagated_into_prod_s_table_is_a_way_between_them(edit, refuted, line_of):
    edit(TRANSIT, "{environment: table.id for", '{environment: tables["prod"].id for')
    found = refuted("environments_reach_no_other_environment")
    assert len(found) == 2
    line = line_of(TRANSIT, "ec2transitgateway.RouteTablePropagation(")
    assert [each["source"] for each in found] == [{"file": TRANSIT, "line": line}] * 2
