"""How much processor time `decide` takes for one request: `python tests/benchmarks/access.py [DECISIONS]`.

The case is a role's session that reads an object through an endpoint, under a boundary, two policies of its own, three
levels of service control policies and two of resource control policies, with conditions and variables throughout.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time

from phizone_policies.proofs.access.decide import decide
from phizone_policies.proofs.access.request import Policies, Request
from phizone_policies.views.documents import Document, parse

DECISIONS, RUNS = 20_000, 5
ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/analyst"


def statement(effect: str, action: object, resource: object, condition: object = None, **more: object) -> object:
    """A statement."""
    found = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return {**found, "Condition": condition} if condition else found


def document(*statements: object) -> Document:
    """A policy of statements."""
    return parse(json.dumps({"Version": "2012-10-17", "Statement": statements}))


def policies() -> Policies:
    """Every layer, with what a zone's usually hold."""
    full = document(statement("Allow", "*", "*"))
    abroad = {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "us-west-2"]}}
    strange = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-ours"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    team = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    own = f"arn:aws:s3:::{ACCOUNT}-" + "${aws:PrincipalTag/team}-raw/*"
    return Policies(
        identity=(
            document(statement("Allow", ["sagemaker:*", "logs:*"], "*", team)),
            document(statement("Allow", ["s3:Get*", "s3:List*"], own)),
        ),
        boundary=(document(statement("Allow", ["s3:*", "kms:*"], "*"), statement("Deny", "iam:*", "*")),),
        scp=((full,), (full, document(statement("Deny", "*", "*", abroad))), (full,)),
        rcp=((document(statement("Deny", "s3:*", "*", strange, Principal="*")),),) * 2,
        resource=document(
            statement("Deny", "s3:*", "*", {"Bool": {"aws:SecureTransport": "false"}}, Principal="*"),
            statement("Allow", "s3:GetObject", "*", Principal={"AWS": ACCOUNT}),
        ),
        endpoint=(document(statement("Allow", "*", "*", {"StringEquals": {"aws:PrincipalOrgID": "o-ours"}})),),
    )


def requests() -> list[Request]:
    """Some that are allowed, and some that are not."""
    context = {
        "aws:principaltag/team": ("cardiology",),
        "aws:principalorgid": ("o-ours",),
        "aws:requestedregion": ("us-east-1",),
        "aws:securetransport": ("true",),
    }
    session = ROLE.replace(":iam:", ":sts:").replace("role/", "assumed-role/") + "/ada"
    return [
        Request(
            principal=session,
            action=action,
            resource=f"arn:aws:s3:::{ACCOUNT}-{team}-raw/scan-{number}",
            resource_account=ACCOUNT,
            context=context,
        )
        for number in range(50)
        for team in ("cardiology", "radiology")
        for action in ("s3:GetObject", "s3:PutObject")
    ]


def seconds(decisions: int) -> float:
    """The processor time of one decision, indexes built."""
    asked, held = requests(), policies()
    for request in asked:
        decide(request, held)
    started = time.process_time()
    for number in range(decisions):
        decide(asked[number % len(asked)], held)
    return (time.process_time() - started) / decisions


def main(decisions: int) -> None:
    """Prints the median of some runs, the best of them, and the machine."""
    runs = [seconds(decisions) * 1e6 for _ in range(RUNS)]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}")
    print(f"a decision: {statistics.median(runs):.1f} us (median of {RUNS}), {min(runs):.1f} us (best)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DECISIONS)
