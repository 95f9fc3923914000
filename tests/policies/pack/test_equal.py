"""The landing zone's stacks are held to their proved graph, through the policy server and as the engine asks it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from phizone_policies.pack import EQUAL, WHOLE

from .conftest import STACKS, Engine, Resource, secret

NETWORK = "network.shared"
GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
BUCKET = "aws:s3/bucket:Bucket"
KEY = "aws:kms/key:Key"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.usefixtures("previewing")
def test_at_preview_every_stack_equals_its_proved_graph(programs, proved, stack):
    assert Engine(stack.split(".")[0], proved).preview(programs.preview(stack)) == []


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.usefixtures("applying")
def test_at_apply_every_stack_equals_its_proved_graph_and_every_reference_its_target(programs, proved, stack):
    assert Engine(stack.split(".")[0], proved).preview(programs.apply(stack)) == []


@pytest.fixture
def network(programs, previewing) -> list[Resource]:
    return programs.preview(NETWORK)


@pytest.fixture
def engine(proved) -> Engine:
    return Engine("network", proved)


def one(resources, kind) -> Resource:
    return next(each for each in resources if each.type == kind)


def node_of(programs, resource):
    return next(node for node in programs.graph if node.urn == resource.urn)


def test_a_changed_attribute_is_refused_before_creation_by_address_line_and_both_values(programs, network, engine):
    gateway = one(network, GATEWAY)
    node = node_of(programs, gateway)
    assert gateway.properties["autoAcceptSharedAttachments"] == "disable"
    found = engine.analyze(gateway.having(autoAcceptSharedAttachments="enable"))
    assert [(each.policy, each.level) for each in found] == [(EQUAL, "mandatory")]
    assert (
        f'{node.address} ({node.source}): auto_accept_shared_attachments is "enable"; proved was "disable"'
        in found[0].text
    )


def test_an_attribute_more_and_one_less_are_differences(network, engine):
    gateway = one(network, GATEWAY)
    found = engine.analyze(gateway.having(multicastSupport="enable", autoAcceptSharedAttachments=None))
    told = [each.text.split("): ")[1].split(";")[0] for each in found]
    assert told == ["auto_accept_shared_attachments is absent", 'multicast_support is "enable"']


def test_a_tag_more_is_a_difference(network, engine):
    gateway = one(network, GATEWAY)
    found = engine.analyze(gateway.having(tags={**gateway.properties["tags"], "__defaults": ["x"], "x": "y"}))
    assert len(found) == 2
    assert ["tags.__defaults is" in found[0].text, 'tags.x is "y"; proved was absent' in found[1].text] == [True, True]


def test_an_additional_resource_is_refused(network, engine):
    gateway = one(network, GATEWAY)
    (found,) = engine.analyze(replace(gateway, urn=f"{gateway.urn}-2"))
    assert (found.policy, found.level) == (EQUAL, "mandatory")
    assert f"network.shared/aws_ec2_transit_gateway.{gateway.name}-2 does not stand in the proved graph" in found.text


def test_a_resource_of_a_package_that_the_graph_does_not_know_is_additional(network, engine):
    command = Resource(
        urn="urn:pulumi:shared::network::command:local:Command::leak",
        type="command:local:Command",
        properties={"create": "true"},
    )
    (found,) = engine.analyze(command)
    assert "network.shared/command:local:Command.leak does not stand in the proved graph" in found.text


def test_a_missing_resource_is_refused_by_the_whole_stack(programs, network, engine):
    gateway = one(network, GATEWAY)
    left = [each for each in network if each is not gateway]
    found = [each for each in engine.whole(left) if "stands in the proved graph and not in the stack" in each.text]
    node = node_of(programs, gateway)
    assert [(each.policy, each.level) for each in found] == [(WHOLE, "mandatory")]
    assert f"{node.address} ({node.source}) stands in the proved graph" in found[0].text


def test_another_type_of_value_is_a_difference(network, engine):
    gateway = one(network, GATEWAY)
    (found,) = engine.analyze(gateway.having(amazonSideAsn=str(gateway.properties.get("amazonSideAsn", 1))))
    assert 'amazon_side_asn is "' in found.text


def test_an_unknown_value_is_taken_from_the_graph_at_preview(network, engine):
    gateway = one(network, GATEWAY)
    assert engine.analyze(gateway.having(autoAcceptSharedAttachments=UNKNOWN_STRING_VALUE)) == []


def test_a_value_that_is_unknown_at_apply_is_refused(network, engine, monkeypatch):
    monkeypatch.setenv("PULUMI_DRY_RUN", "false")
    gateway = one(network, GATEWAY)
    (found,) = engine.analyze(gateway.having(autoAcceptSharedAttachments=UNKNOWN_STRING_VALUE))
    assert "auto_accept_shared_attachments is not known though it is applied" in found.text


def test_a_secret_is_compared_and_never_shown(network, engine):
    gateway = one(network, GATEWAY)
    assert engine.analyze(gateway.having(autoAcceptSharedAttachments=secret("disable"))) == []
    (found,) = engine.analyze(gateway.having(autoAcceptSharedAttachments=secret("hunter2")))
    assert 'is a secret, which is not shown; proved was "disable"' in found.text
    tags = engine.analyze(gateway.having(tags=secret({**gateway.properties["tags"], "password": "hunter2"})))
    assert len(tags) == 1
    assert "hunter2" not in found.text + tags[0].text


def test_what_another_pack_changed_after_ours_was_asked_is_held_too_and_not_shown(network, engine):
    gateway = one(network, GATEWAY)
    (found,) = engine.analyze(gateway, other_pack={"autoAcceptSharedAttachments": "enable"})
    assert "auto_accept_shared_attachments is a secret, which is not shown" in found.text


def test_what_the_provider_fills_in_is_no_difference(network, engine):
    gateway = one(network, GATEWAY)
    checked = gateway.having(
        multicastSupport="disable",
        tagsAll=gateway.properties["tags"],
        tags={**gateway.properties["tags"], "__defaults": []},
        __defaults=["multicastSupport"],
    )
    assert engine.analyze(checked) == []


def test_tags_that_a_provider_adds_are_a_difference(network, engine):
    gateway = one(network, GATEWAY)
    (found,) = engine.analyze(gateway.having(tagsAll={**gateway.properties["tags"], "CostCenter": "none"}))
    assert "tags_all is" in found.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"protect": None}, "protect is"),
        ({"ignore_changes": ("tags",)}, "ignore_changes is tags; proved was none"),
        ({"provider": None}, "it has no provider of its own; proved was account"),
    ],
)
def test_options_are_held(network, engine, options, said):
    gateway = one(network, GATEWAY)
    changed = {
        name: not gateway.protect if value is None and name == "protect" else value for name, value in options.items()
    }
    (found,) = engine.analyze(replace(gateway, **changed))
    assert said in found.text


def test_a_resource_in_another_account_or_region_is_refused(programs, proved, network, engine):
    gateway = one(network, GATEWAY)
    other = gateway.provider.having(allowedAccountIds='["999999999999"]', region="eu-west-1")
    found = engine.analyze(replace(gateway, provider=other))
    node = node_of(programs, gateway)
    assert f"account is 999999999999; proved was {node.account}" in found[0].text
    assert all(each.level == "mandatory" for each in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"allowedAccountIds": '["999999999999"]'}, "it allows the accounts 999999999999"),
        ({"allowedAccountIds": None}, "it allows the accounts none"),
        ({"assumeRoles": '[{"role_arn": "arn:aws:iam::999999999999:role/x"}]'}, "enters a role in 999999999999"),
        ({"assumeRoles": None}, "enters a role in none"),
        ({"region": "eu-west-1"}, "its region is eu-west-1"),
        ({"endpoints": '[{"s3": "somewhere"}]'}, "it has endpoints, which no provider of the proved stack has"),
        ({"defaultTags": '{"tags": {"a": "b"}}'}, "it has defaultTags"),
        ({"accessKey": secret("hunter2")}, "it has accessKey"),
    ],
)
def test_a_provider_is_held_to_its_account_and_region(network, engine, changes, said):
    provider = one(network, "pulumi:providers:aws")
    assert engine.analyze(provider) == []
    (found,) = engine.analyze(provider.having(**changes))
    assert said in found.text
    assert "hunter2" not in found.text


def test_a_provider_of_another_package_is_refused(network, engine):
    provider = replace(one(network, "pulumi:providers:aws"), type="pulumi:providers:random")
    (found,) = engine.analyze(provider)
    assert "it is a provider of random, and the proved graph has AWS's alone" in found.text


def test_outputs_are_read_of_the_proved_zone_s_stacks_alone(network, engine):
    reference = Resource(
        urn="urn:pulumi:shared::network::pulumi:pulumi:StackReference::organization/organization/shared",
        type="pulumi:pulumi:StackReference",
        properties={"name": "organization/organization/shared"},
    )
    assert engine.analyze(reference) == []
    (found,) = engine.analyze(reference.having(name="organization/elsewhere/shared"))
    assert "it reads the outputs of 'organization/elsewhere/shared'" in found.text


def test_a_mutated_line_of_a_stack_is_refused_at_its_line(programs, proved, previewing):
    """As if `enable_key_rotation=True` had become False: the address and the line of the call are told."""
    engine, keys = (
        Engine("security", proved),
        [each for each in programs.preview("security.shared") if each.type == KEY],
    )
    node = node_of(programs, keys[0])
    (found,) = engine.analyze(keys[0].having(enableKeyRotation=False))
    assert f"{node.address} (modules/phizone_modules/" in found.text
    assert f"{node.source}): enable_key_rotation is false; proved was true" in found.text
