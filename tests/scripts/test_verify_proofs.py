"""`phizone verify` refutes what no single setting shows, with a witness at the line that opens the way."""

from __future__ import annotations

import json

import pytest

EGRESS = """
        from pulumi_aws import ec2 as e, ec2transitgateway as t
        mine = pulumi.ResourceOptions(parent=self)
        region = args.scope.region
        vpc = e.Vpc("egress", cidr_block="10.99.0.0/16", region=region, opts=mine)
        inner = e.Subnet("inner", vpc_id=vpc.id, cidr_block="10.99.0.0/24", availability_zone=f"{region}a",
            region=region, opts=mine)
        outer = e.Subnet("outer", vpc_id=vpc.id, cidr_block="10.99.1.0/24", availability_zone=f"{region}a",
            region=region, opts=mine)
        gateway = e.InternetGateway("egress", vpc_id=vpc.id, region=region, opts=mine)
        address = e.Eip("egress", domain="vpc", region=region, opts=mine)
        nat = e.NatGateway("egress", subnet_id=outer.id, allocation_id=address.id, region=region, opts=mine)
        e.RouteTableAssociation("inner", subnet_id=inner.id, region=region, opts=mine, route_table_id=e.RouteTable(
            "inner", vpc_id=vpc.id, region=region, opts=mine,
            routes=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}]).id)
        e.RouteTableAssociation("outer", subnet_id=outer.id, region=region, opts=mine, route_table_id=e.RouteTable(
            "outer", vpc_id=vpc.id, region=region, opts=mine,
            routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id},
                    {"cidr_block": "10.0.0.0/8", "transit_gateway_id": self.id}]).id)
        out = t.VpcAttachment("egress", vpc_id=vpc.id, subnet_ids=[inner.id], transit_gateway_id=self.id,
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False, region=region, opts=mine)
        for environment, table in self.route_table_ids.items():
            t.Route(f"out-{environment}", destination_cidr_block="0.0.0.0/0", transit_gateway_attachment_id=out.id,
                transit_gateway_route_table_id=table, region=region, opts=mine)
"""
LEAK = """
        if args.scope.environment == "dev":
            from phizone_stacks.layers.references import output
            ec2transitgateway.RouteTablePropagation(
                "leak",
                transit_gateway_attachment_id=accepted.id,
                transit_gateway_route_table_id=output("network", "transit_route_tables").apply(lambda all: all["prod"]),
                region=region,
                opts=self._in_network_account(),
            )
"""


@pytest.fixture
def refuted(phizone):
    """The refuted proofs of prod: files of the lines they are told at, and the steps of the first, by rule."""

    def judge() -> dict[str, tuple[set[str], list[str]]]:
        done = phizone("verify", "prod", "--json")
        assert done.returncode == 1, done.stderr
        prod = json.loads(done.stdout)["environments"]["prod"]
        witnesses = {each["rule"]: each["witness"] for each in reversed(prod["proofs"]) if each["verdict"] == "REFUTED"}
        lines: dict[str, set[str]] = {rule: set() for rule in witnesses}
        for finding in prod["findings"]:
            if finding["rule"] in lines and finding["source"]:
                lines[finding["rule"]].add(f"{finding['source']['file']}:{finding['source']['line']}")
        return {rule: (lines[rule], [hop["at"] for hop in witnesses[rule]["hops"]]) for rule in witnesses}

    return judge
