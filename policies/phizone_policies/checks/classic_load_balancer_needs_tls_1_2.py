"""Classic load balancers need TLS 1.2."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.load_balancers import CLASSIC
from phizone_policies.views.naming import named_node, naming
from phizone_policies.views.settings import literal, setting
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_SET = ("aws_load_balancer_listener_policy",)
_POLICY = ("aws_load_balancer_policy",)
_ENCRYPTED = ("HTTPS", "SSL")
_MODERN = "ELBSecurityPolicy-TLS-1-2-2017-01"


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=(CLASSIC,),
    reads=(
        "aws_elb.listener",
        "aws_load_balancer_listener_policy.load_balancer_name",
        "aws_load_balancer_listener_policy.load_balancer_port",
        "aws_load_balancer_listener_policy.policy_names",
        "aws_load_balancer_policy.policy_attribute",
        "aws_load_balancer_policy.policy_name",
    ),
)
def classic_load_balancer_needs_tls_1_2(balancer: Node, view: View) -> Result:
    """Each HTTPS or SSL listener of a classic load balancer has AWS's predefined policy for TLS 1.2.

    Why: without a policy of its own a classic load balancer takes TLS 1.0, which is broken and withdrawn.
    Fix: refer a load_balancer_policy to ELBSecurityPolicy-TLS-1-2-2017-01 and set it on the listener's port.
    Source: AWS Config rule elb-predefined-security-policy-ssl-check; AWS Security Hub ELB.8; RFC 8996.
    """
    encrypted = [block for block in balancer.blocks("listener") if _text(balancer, block, "lb_protocol") in _ENCRYPTED]
    if not encrypted:
        return not_applicable("no TLS ends there")
    sets = naming(view.graph, balancer, _SET, "load_balancer_name", "name", "id")
    for block in encrypted:
        port = _text(balancer, block, "lb_port")
        there = [each for each in sets if str(setting(each, "load_balancer_port")) == port]
        if not any(_is_modern(view.graph, each) for each in there):
            return failed(f"its listener on port {port} has no {_MODERN}", port=port)
    return passed()


def _text(balancer: Node, block: dict[str, Value], key: str) -> str:
    return str(literal(balancer, f"listener.{key}", block.get(key))).upper()


def _is_modern(graph: Graph, listener_policy: Node) -> bool:
    for name in listener_policy.items("policy_names"):
        policy = named_node(graph, name, _POLICY, "policy_name")
        for attribute in policy.blocks("policy_attribute") if policy else ():
            if inside(listener_policy, attribute, "value") == _MODERN:
                return inside(listener_policy, attribute, "name") == "Reference-Security-Policy"
    return False
