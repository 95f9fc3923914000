"""`phizone verify --project` judges programs that this project did not write, at their own lines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECTS = Path(__file__).parents[1] / "fixtures" / "projects"
# Rules that the fixtures are known to break; others may come and go without a change here.
WATCHED = frozenset(
    {
        "bucket_blocks_public_access",
        "bucket_keeps_versions",
        "database_is_not_public",
        "image_is_not_latest",
        "instance_requires_imdsv2",
        "kms_key_rotates",
        "log_group_retains_for_years",
        "policy_grants_no_wildcard_action",
        "repository_scans_on_push",
        "security_group_names_its_peers",
        "subnet_assigns_no_public_ip",
        "vpc_has_flow_log",
        "vpc_has_no_internet_path",
    }
)


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], str]:
    """A fixture project copied to a folder of its own, which lies in no repository."""
    return lambda name: str(shutil.copytree(PROJECTS / name, tmp_path / "projects" / name))


@pytest.fixture
def judged(phizone, project) -> Callable[..., dict[str, Any]]:
    """The JSON verdict on a fixture project, with its findings of the watched rules as (rule, address, line)."""

    def judged(name: str, *words: str) -> dict[str, Any]:
        done = phizone("verify", "--project", project(name), "--json", *words)
        (verdict,) = json.loads(done.stdout)["environments"].values()
        found = {
            (each["rule"], each["address"].split("/", 1)[1], f"{each['source']['file']}:{each['source']['line']}")
            for each in verdict["findings"]
            if each["rule"] in WATCHED
        }
        return {**verdict, "exit": done.returncode, "watched": found}

    return judged


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        (
            "bucket",
            (),
            {
                ("bucket_blocks_public_access", "aws_s3_bucket.site", "__main__.py:21"),
                ("bucket_keeps_versions", "aws_s3_bucket.site", "__main__.py:8"),
            },
        ),
        ("vpc_nat", (), {("vpc_has_flow_log", "aws_vpc.main", "__main__.py:12")}),
        (
            "vpc_nat",
            ("--profile", "phi", "--config", "zones=1"),
            {
                ("security_group_names_its_peers", "aws_security_group.jump", "__main__.py:35"),
                ("subnet_assigns_no_public_ip", "aws_subnet.public-eu-central-1a", "__main__.py:17"),
                ("vpc_has_flow_log", "aws_vpc.main", "__main__.py:12"),
                ("vpc_has_no_internet_path", "aws_vpc.main", "__main__.py:12"),
            },
        ),
        (
            "fargate_alb",
            ("--profile", "phi"),
            {
                ("image_is_not_latest", "aws_ecs_task_definition.web", "__main__.py:54"),
                ("log_group_retains_for_years", "aws_cloudwatch_log_group.web", "__main__.py:35"),
                ("repository_scans_on_push", "aws_ecr_repository.web", "__main__.py:53"),
                ("security_group_names_its_peers", "aws_security_group.web", "__main__.py:12"),
            },
        ),
        (
            "lambda_api",
            (),
            {("policy_grants_no_wildcard_action", "aws_iam_role_policy.hello", "infrastructure/api.py:16")},
        ),
        (
            "rds_secret",
            ("--stack", "prod"),
            {("database_is_not_public", "aws_db_instance.db", "__main__.py:10")},
        ),
        (
            "awsx_vpc",
            (),
            {
                ("instance_requires_imdsv2", "aws_instance.other", "__main__.py:24"),
                ("instance_requires_imdsv2", "aws_instance.tool", "__main__.py:16"),
            },
        ),
        (
            "own_loop",
            (),
            {
                ("kms_key_rotates", "aws_kms_key.second", "__main__.py:11"),
                ("kms_key_rotates", "aws_kms_key.third", "__main__.py:11"),
            },
        ),
    ],
)
def test_a_program_has_its_findings_at_its_own_lines(judged, name, words, found):
    verdict = judged(name, *words)
    assert (verdict["exit"], verdict["verdict"]) == (1, "NOT_PROVED")
    assert verdict["watched"] == found


def test_a_program_with_nothing_to_find_is_proved(phizone, tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: good\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi_aws as aws\naws.kms.Key('k', enable_key_rotation=True, description='for tests')\n"
    )
    done = phizone("verify", "--project", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("PROVED · 1 program, 0 findings")
    assert "not judged" in done.stdout


def test_what_no_rule_examines_is_counted_and_fails_nothing(judged):
    verdict = judged("awsx_vpc")
    assert verdict["not_examined"]["cloudx:ec2:Vpc"] == 1
    assert "cloudx:ec2:Vpc.network" not in str(verdict["findings"])


def test_a_program_of_which_no_rule_speaks_is_not_proved(phizone, tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: other\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi\n"
        "class Made(pulumi.CustomResource):\n"
        "    def __init__(self, name): super().__init__('own:index:Made', name, {})\n"
        "Made('one')\n"
    )
    done = phizone("verify", "--project", str(tmp_path))
    assert done.returncode == 1
    assert "   1 own:index:Made" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("NOT PROVED · 1 program, 0 findings")


def test_a_program_that_makes_nothing_is_not_proved(phizone, tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: empty\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import pulumi_aws as aws\naws.get_region()\n")
    done = phizone("verify", "--project", str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1].startswith("NOT PROVED")


def test_warnings_are_on_standard_error_and_in_the_json(phizone, project):
    done = phizone("verify", "--project", project("look_ups"), "--json")
    (verdict,) = json.loads(done.stdout)["environments"].values()
    assert done.stderr.splitlines() == [f"warning: {text}" for text in verdict["warnings"]]
    assert len(verdict["warnings"]) == 3


def test_no_secret_is_in_the_verdict_or_the_graph(phizone, project):
    folder = project("rds_secret")
    texts = [
        phizone(verb, "--project", folder, "--stack", "dev", *words).stdout
        for verb, words in (("graph", ()), ("verify", ("--json",)), ("verify", ()))
    ]
    assert [len(text) > 100 for text in texts] == [True, True, True]
    assert [text.count("in-the-open") for text in texts] == [0, 0, 0]


def test_the_graph_of_a_project_is_the_same_bytes_every_time(phizone, project):
    folder = project("vpc_nat")
    first, second = (phizone("graph", "--project", folder) for _ in range(2))
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["format"] == "phizone-graph/1"
    assert folder not in first.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--stack", "dev"), "--stack: belongs to --project; name the project's folder with it"),
        (("--profile", "phi", "--config", "a=b"), "--config, --profile: belongs to --project"),
        (("prod", "--project", "."), "an environment: does not go with --project"),
        (("--project", ".", "--graph", "zone.json"), "--graph: does not go with --project"),
        (("--project", "stacks", "--account", "12"), "--account 12: is no account id; give its twelve digits"),
        (("--project", "environments"), "has no Pulumi.yaml; name the folder of a Pulumi project"),
        (("--project", str(PROJECTS / "rds_secret")), "has the stacks dev, prod; choose one with --stack"),
        (("--project", str(PROJECTS / "missing_config")), "requires the configuration missing-config:bucketName"),
    ],
)
def test_misuse_is_told_in_a_sentence_with_exit_2(phizone, words, said):
    done = phizone("verify", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_program_that_cannot_be_captured_is_not_proved(phizone, project):
    done = phizone("verify", "--project", project("missing_import"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "the program imports pulumi_nowhere, which its Python does not have" in done.stderr
    assert done.stderr.splitlines()[-1] == "NOT PROVED: the program could not be captured"


def test_a_project_s_findings_go_to_code_scanning_at_its_own_lines(phizone, project, sarif_errors, tmp_path):
    folder = project("vpc_nat")
    phizone("verify", "--project", str(folder), "--profile", "phi", "--report", f"sarif={tmp_path / 'p.sarif'}")
    document = json.loads((tmp_path / "p.sarif").read_text(encoding="utf-8"))
    places = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results(document)}
    assert sarif_errors(document) == []
    assert document["runs"][0]["automationDetails"] == {"id": "phizone/vpc-nat.dev/"}
    assert places == {"__main__.py"}


def test_a_plan_s_findings_go_to_code_scanning_under_its_name(phizone, plan_json, sarif_errors, tmp_path):
    phizone("verify", "--plan", str(plan_json), "--report", f"sarif={tmp_path / 'p.sarif'}")
    document = json.loads((tmp_path / "p.sarif").read_text(encoding="utf-8"))
    places = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results(document)}
    assert sarif_errors(document) == []
    assert places == {"plan.json"}


def results(document):
    return document["runs"][0]["results"]
