"""The shell completes verbs, environments, rules and safeguards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("phizone v", {"verify"}),
        ("phizone verify p", {"prod"}),
        ("phizone graph s", {"staging"}),
        ("phizone explain kms_key_r", {"kms_key_rotates"}),
        ("phizone explain hipaa-164.312.b", {"hipaa-164.312.b"}),
        ("phizone rules t", {"test"}),
        ("phizone rules test kms_key_r", {"kms_key_rotates"}),
        ("phizone rules controls TLS-1", {"TLS-1"}),
        ("phizone rules controls IAM_PASS", {"IAM_PASSWORD_POLICY"}),
        ("phizone rules controls cfr11-11.7", {"cfr11-11.70"}),
    ],
)
def test_a_word_is_completed(typed, offered):
    words = typed.split()
    environment = {
        **os.environ,
        "_PHIZONE_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    command = [str(Path(sys.executable).with_name("phizone"))]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert set(done.stdout.split()) == offered
