"""Load balancers speak HTTPS."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import leaves
from phizone_policies.views.load_balancers import CLASSIC, ENCRYPTED, LISTENERS, PROTOCOL_READS, protocol
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import literal
from phizone_stacks.graph.node import Node

_RULES = ("aws_alb_listener_rule", "aws_lb_listener_rule")
_HARMLESS = ("fixed-response", "redirect")


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=(CLASSIC, *LISTENERS),
    reads=(
        "aws_elb.listener",
        *(f"{kind}.default_action" for kind in LISTENERS),
        *(f"{kind}.{name}" for kind in _RULES for name in ("action", "listener_arn")),
        *PROTOCOL_READS,
    ),
)
def load_balancer_speaks_https(listener: Node, view: View) -> Result:
    """A load balancer takes requests over TLS; over plain HTTP it does nothing but send the caller to HTTPS.

    Why: whoever shares a network with the caller reads and changes what goes over plain HTTP, passwords among it.
    Fix: listen on HTTPS with a certificate, and let the HTTP listener redirect to protocol HTTPS.
    Source: AWS Security Hub ELB.1, ELB.3; checkov CKV_AWS_2, CKV_AWS_103; 45 CFR 164.312(e)(1).
    """
    if listener.type == CLASSIC:
        spoken = [str(literal(listener, "listener", each)) for each in leaves(listener, "listener.lb_protocol")]
        plain = [each for each in spoken if each.upper() not in ("HTTPS", "SSL")]
        return failed(f"one of its listeners speaks {plain[0]}", protocol=plain[0]) if plain else passed()
    speaks = protocol(view.graph, listener)
    if speaks in ENCRYPTED:
        return passed()
    if speaks != "HTTP":
        return not_applicable("it passes packets through, and the ends decide what is encrypted")
    rules = naming(view.graph, listener, _RULES, "listener_arn", "arn", "id")
    for node, path in ((listener, "default_action"), *((rule, "action") for rule in rules)):
        what = _done(node, path)
        if what:
            who = "it" if node is listener else node.address
            return failed(f"over plain HTTP {who} {what}", by=node.address)
    return passed()


def _done(node: Node, path: str) -> str:
    """What is done with a request beside sending the caller to HTTPS or turning it away; nothing where nothing is."""
    types = [str(literal(node, path, each)) for each in leaves(node, f"{path}.type")]
    other = next((each for each in types if each not in _HARMLESS), "")
    if other or not types:
        return f"has the action {other}" if other else "has no action"
    targets = [literal(node, path, each) for each in leaves(node, f"{path}.redirect.protocol")]
    stays = len(targets) < types.count("redirect") or any(each != "HTTPS" for each in targets)
    return "redirects to no HTTPS" if stays else ""
