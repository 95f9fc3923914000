"""What an audit says beside the verdicts, on a page."""

from __future__ import annotations

from phizone_policies.check import Claim
from phizone_policies.drift import Difference, Kind
from phizone_scripts.audit_screen import as_markdown
from phizone_scripts.auditing import Audit
from phizone_stacks.graph.graph import Graph, Unread
from phizone_stacks.graph.node import Source

TRAIL = Difference(
    Kind.CHANGED,
    "security.shared/aws_cloudtrail.trail",
    "aws_cloudtrail",
    Source("modules/audit_log.py", 152),
    (Claim.LOGGING,),
    "enable_logging",
    "true",
    "false",
)


def test_a_page_names_what_differs_and_what_could_not_be_read():
    unread = Unread("aws_kms_key", "777777777777", "us-east-1", "kms:ListKeys in 777777777777 us-east-1: denied")
    audit = Audit(
        verdicts=(), differences=(TRAIL,), read_back=12, not_emulated=("a/b.c",), unread=(unread,), graph=Graph([])
    )
    assert as_markdown(audit) == (
        "\n## Beside the programs\n\n"
        "NOT PROVED; 12 resources read back, 1 not read, 1 not emulated.\n\n"
        "| | resource | line | claims | in the programs | in AWS |\n"
        "|---|---|---|---|---|---|\n"
        "| changed | `security.shared/aws_cloudtrail.trail` `enable_logging` | modules/audit_log.py:152 | logging "
        "| `true` | `false` |\n\n"
        "- not read: kms:ListKeys in 777777777777 us-east-1: denied\n"
    )
