"""The accounts of Elastic Load Balancing that write access logs."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_stacks.capture.invokes.answers import Answer, Arguments, Caller, Function
from phizone_stacks.graph.defaults import partition

# Source: ELB User Guide, "Enable access logs for your Application Load Balancer"; regions opened after August 2022
# have none and name the service principal logdelivery.elasticloadbalancing.amazonaws.com instead.
_ACCOUNTS: Mapping[str, str] = {
    "af-south-1": "098369216593",
    "ap-east-1": "754344448648",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-northeast-3": "383597477331",
    "ap-south-1": "718504428378",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-southeast-3": "589379963580",
    "ca-central-1": "985666609251",
    "eu-central-1": "054676820928",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-gov-east-1": "190560391635",
    "us-gov-west-1": "048591011584",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
}


def _service_account(caller: Caller, arguments: Arguments) -> Answer | None:
    region = arguments.get("region") or caller.region
    account = _ACCOUNTS.get(region)
    return {"id": account, "arn": f"arn:{partition(region)}:iam::{account}:root"} if account else None


WHOLE: Mapping[str, Function] = {"aws:elb/getServiceAccount:getServiceAccount": _service_account}
"""Functions whose whole answer the region fixes."""
