"""stacks/DEPLOY.md: its verbs exist, and the commands for the state backend do what doctor asks for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from phizone_environments.load import load
from phizone_scripts.at_hand import AtHand
from phizone_scripts.diagnosis.backend import bucket
from phizone_scripts.diagnosis.entering import Entered
from phizone_stacks.emulator.running import emulated, served

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "stacks/DEPLOY.md").read_text(encoding="utf-8")
MANAGEMENT = "111111111111"


def test_every_verb_of_the_page_exists(verbs):
    named = {tuple(words.split()) for words in re.findall(r"phizone ((?:(?:accounts|ask|export) )?[a-z]+)", PAGE)}
    assert named - set(verbs) == set()
    assert {("accounts", "create"), ("accounts", "adopt"), ("doctor",), ("teardown",), ("apply",)} <= named


def test_the_page_names_the_least_version_of_the_cli():
    from importlib.metadata import version

    assert f"as new as the SDK ({version('pulumi').rpartition('.')[0]})" in PAGE


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("aws") is None, reason="the AWS CLI is not on PATH")
def test_the_commands_for_the_state_backend_make_what_doctor_asks_for(checkout, monkeypatch):
    (commands,) = re.findall(r"<!-- tried: state backend -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
    variables = {**emulated({}), "MOTO_ACCOUNT_ID": MANAGEMENT}
    [monkeypatch.setenv(name, text) for name, text in variables.items()]
    with served() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        script = f"set -eu\n{commands}\necho; echo $BUCKET"
        done = subprocess.run(["bash", "-c", script], env=dict(os.environ), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        monkeypatch.setenv("PULUMI_BACKEND_URL", f"s3://{done.stdout.split()[-1]}?region=us-east-1")
        zone = load(checkout / "environments")
        # moto denies whatever a policy's condition says; that of the page lets in whoever comes over TLS.
        AtHand().client("s3", "us-east-1").delete_bucket_policy(Bucket=done.stdout.split()[-1])
        told = list(bucket(zone, checkout, Entered(AtHand(), account=MANAGEMENT, into={MANAGEMENT: {}})))
    assert {finding.what: finding.state for finding in told} == dict.fromkeys(
        (
            "state bucket's owner",
            "state bucket's region",
            "state bucket versions",
            "state bucket's key",
            "state bucket to public",
            "state locks",
        ),
        "ok",
    )
