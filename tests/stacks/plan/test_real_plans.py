"""Two plans of the public VPC module, as Terraform wrote them."""

from __future__ import annotations

from collections import Counter

from phizone_stacks.graph.values import Ref
from phizone_stacks.plan.read import read_plan


def test_a_complete_vpc_is_read_with_its_gateways_and_routes(plan_file):
    found = read_plan(plan_file("vpc-complete.json"), "vpc-complete.json").graph
    assert found.dangling() == ()
    counts = Counter(node.type for node in found)
    assert (len(found), counts["aws_subnet"], counts["aws_nat_gateway"], counts["aws_vpc_endpoint"]) == (68, 18, 1, 6)
    out = found["module.vpc.aws_route.private_nat_gateway[0]"].attributes
    assert out["nat_gateway_id"] == Ref("module.vpc.aws_nat_gateway.this[0]", "id")
    assert out["route_table_id"] == Ref("module.vpc.aws_route_table.private[0]", "id")
    log = found["module.vpc.aws_flow_log.this[0]"].attributes
    assert log["vpc_id"] == Ref("module.vpc.aws_vpc.this[0]", "id")
    inputs = found["module.vpc_endpoints.aws_security_group.this[0]"].attributes
    assert inputs["vpc_id"] == Ref("module.vpc.aws_vpc.this[0]", "id")


def test_each_private_subnet_of_the_dual_stack_has_its_own_way_out(plan_file):
    found = read_plan(plan_file("vpc-ipv6-dualstack.json"), "vpc-ipv6-dualstack.json").graph
    assert found.dangling() == ()
    routes = {
        node.address: node.attributes["nat_gateway_id"] for node in found if "private_nat_gateway" in node.address
    }
    assert routes == {
        f"module.vpc.aws_route.private_nat_gateway[{number}]": Ref(f"module.vpc.aws_nat_gateway.this[{number}]", "id")
        for number in range(3)
    }
