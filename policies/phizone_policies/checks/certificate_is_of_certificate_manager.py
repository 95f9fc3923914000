"""Load balancers' certificates are Certificate Manager's."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.load_balancers import CLASSIC, ENCRYPTED, LISTENERS, PROTOCOL_READS, protocol
from phizone_policies.views.settings import literal
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.physical import identity
from phizone_stacks.graph.values import Ref, Value


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=(CLASSIC, *LISTENERS),
    reads=("aws_elb.listener", *(f"{kind}.certificate_arn" for kind in LISTENERS), *PROTOCOL_READS),
)
def certificate_is_of_certificate_manager(listener: Node, view: View) -> Result:
    """What a load balancer shows callers is a certificate of AWS Certificate Manager.

    Why: a certificate uploaded to IAM is renewed by nobody, its private key lay on somebody's disk, and when it runs
    out people learn to click the warning away.
    Fix: issue or import it with aws_acm_certificate, and name its ARN.
    Source: AWS Config rules elbv2-acm-certificate-required, elb-acm-certificate-required; AWS Security Hub ELB.2.
    """
    if listener.type == CLASSIC:
        path, given = "listener.ssl_certificate_id", _of_classic(listener)
    else:
        path, given = "certificate_arn", [listener.get("certificate_arn")]
        given = given if protocol(view.graph, listener) in ENCRYPTED else []
    if not given:
        return not_applicable("no TLS ends there")
    for value in given:
        whose = _service(view.graph, listener, path, value)
        if whose != "acm":
            return failed(f"its certificate is of {whose}" if whose else "it names no certificate")
    return passed()


def _of_classic(balancer: Node) -> list[Value]:
    """The certificate of each listener of a classic load balancer at which TLS ends."""
    blocks = balancer.blocks("listener")
    spoken = [str(literal(balancer, "listener.lb_protocol", block.get("lb_protocol"))).upper() for block in blocks]
    return [
        inside(balancer, block, "ssl_certificate_id")
        for block, each in zip(blocks, spoken, strict=True)
        if each in ("HTTPS", "SSL")
    ]


def _service(graph: Graph, node: Node, path: str, value: Value) -> str:
    """`acm`, `iam` or another service whose certificate a value names; nothing where it names none."""
    target = graph.target(value)
    if target is not None and target.type.removeprefix("data.").startswith(("aws_acm_certificate", "aws_iam_server_")):
        return target.type.removeprefix("data.").split("_")[1]
    text = identity(graph, value)
    if isinstance(value, Ref) and not isinstance(text, str):
        raise UnknownValue(node.address, path, f"it is {value.attribute} of {value.address}")
    return text.split(":")[2] if isinstance(text, str) and text.count(":") > 4 else str(text or "")
