"""Instances give their credentials to a session only."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_stacks.graph.node import Node

_HOPS = (1, 2)


@check(
    claim=Claim.ACCESS,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=("aws_ec2_instance_metadata_defaults",),
    reads=(
        "aws_ec2_instance_metadata_defaults.http_endpoint",
        "aws_ec2_instance_metadata_defaults.http_put_response_hop_limit",
        "aws_ec2_instance_metadata_defaults.http_tokens",
    ),
)
def metadata_defaults_require_a_session(defaults: Node, view: View) -> Result:
    """A region's metadata defaults require a session (IMDSv2) that ends at the instance, or one container behind it.

    Why: with the old service one forged request through a web server reads the instance's credentials.
    Fix: set http_tokens to required and http_put_response_hop_limit to 1, or 2 where containers need it.
    Source: Amazon EC2 User Guide, "Use IMDSv2"; AWS Security Hub, EC2.8.
    """
    if defaults.get("http_endpoint") == "disabled":
        return passed()
    tokens, hops = defaults.get("http_tokens"), defaults.get("http_put_response_hop_limit")
    if tokens != "required":
        return failed(f"http_tokens is {tokens}, not required")
    # Left out or -1, the image or AWS chooses, and AWS chooses 1 or 2.
    if hops not in (None, -1, *_HOPS):
        return failed(f"http_put_response_hop_limit is {hops}, 2 at most is needed")
    return passed()
