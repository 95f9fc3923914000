from __future__ import annotations

import json
import re

import botocore.session
import pytest

from phizone_policies.checks import log_group_retains_for_years
from phizone_stacks.emulator.documented import PROTOCOLS, RETENTIONS, problem_of

STATEMENT = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}
RETENTION = ("logs", "PutRetentionPolicyRequest", "retentionInDays")
PROTOCOL = ("ec2", "IpPermission", "IpProtocol")
POLICY = ("kms", "CreateKeyRequest", "Policy")


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


def policy(**more):
    return json.dumps({"Version": "2012-10-17", "Statement": [STATEMENT], **more})


def test_the_retentions_are_those_of_the_documentation(session):
    text = session.get_service_model("logs").shape_for("Days").documentation
    values = text.partition("Possible values are: ")[2].partition("</p>")[0]
    assert tuple(map(int, re.findall(r"\d+", values))) == RETENTIONS


def test_the_rule_on_log_groups_knows_the_same_retentions():
    # Rules take of the stacks only the graph, so the list stands there, too.
    assert log_group_retains_for_years._TAKEN == RETENTIONS


def test_the_protocols_are_those_of_the_documentation(session):
    text = session.get_service_model("ec2").shape_for("IpPermission").members["IpProtocol"].documentation
    assert tuple(dict.fromkeys(re.findall(r"<code>(.*?)</code>", text))) == PROTOCOLS


@pytest.mark.parametrize(
    ("service", "operation", "path"),
    [
        ("logs", "PutRetentionPolicy", "retentionInDays"),
        ("kms", "CreateKey", "Policy"),
        ("kms", "PutKeyPolicy", "Policy"),
        ("kms", "ReplicateKey", "Policy"),
    ],
)
def test_an_argument_of_each_call_is_checked(session, service, operation, path):
    shape = session.get_service_model(service).operation_model(operation).input_shape
    assert path in shape.members
    assert problem_of(service, shape.name, path, "nothing like it") != ""


@pytest.mark.parametrize("structure", ["IpPermission", "SecurityGroupRuleRequest"])
def test_a_protocol_is_checked_wherever_a_rule_is_made(session, structure):
    assert "IpProtocol" in session.get_service_model("ec2").shape_for(structure).members
    assert problem_of("ec2", structure, "IpProtocol", "tcpp") != ""


def test_any_other_argument_is_the_models():
    assert problem_of("kms", "CreateKeyRequest", "Description", "nothing like it") == ""


@pytest.mark.parametrize("value", ["tcp", "-1", "0", "58", "255"])
def test_a_protocol_has_a_name_or_a_number(value):
    assert problem_of(*PROTOCOL, value) == ""


@pytest.mark.parametrize("value", ["tcpp", "TCP", "256", "-2", "", "\u0663"])
def test_a_protocol_is_nothing_else(value):
    assert problem_of(*PROTOCOL, value) == "allowed are tcp, udp, icmp, icmpv6, -1 and a number up to 255"


def test_only_some_retentions_are_taken():
    assert problem_of(*RETENTION, 3653) == ""
    assert problem_of(*RETENTION, 3000).startswith("allowed are 1, 3, 5, 7,")


def test_a_key_policy_of_whole_statements_is_taken():
    denied = {"Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "NotAction": "kms:Get*", "Resource": "*"}
    assert problem_of(*POLICY, policy(Statement=[STATEMENT, denied])) == ""
    assert problem_of(*POLICY, policy(Version="2008-10-17")) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("everyone", "allowed is JSON, which it is not: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "allowed is a JSON object"),
        (policy(Version="2012-10-18"), "allowed is a Version of 2012-10-17 or 2008-10-17"),
        (json.dumps({"Statement": [STATEMENT]}), "allowed is a Version of 2012-10-17 or 2008-10-17"),
        (policy(Statement=[]), "allowed is a list of statements, which it lacks"),
        (policy(Statement=STATEMENT), "allowed is a list of statements, which it lacks"),
        (policy(Statement=[STATEMENT, "*"]), "allowed is an object as Statement[1]"),
        (policy(Statement=[{**STATEMENT, "Effect": "allow"}]), "allowed is Allow or Deny as Effect of Statement[0]"),
        (
            policy(Statement=[STATEMENT, {"Effect": "Deny"}]),
            "allowed is a Statement[1] with Principal, Action, Resource",
        ),
    ],
)
def test_any_other_key_policy_is_not(text, told):
    assert problem_of(*POLICY, text) == told
