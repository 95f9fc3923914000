"""What a graph needs of each quota, and what is told where an account has less."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

from phizone_scripts.at_hand import AtHand
from phizone_scripts.diagnosis import quotas
from phizone_scripts.diagnosis.entering import Entered
from phizone_scripts.diagnosis.quotas import Quota, by_default, every, needs, of_accounts
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref

DEV = "555555555555"


def named(name):
    (quota,) = [each for each in every() if each.name == name]
    return quota


def vpcs(count, region="us-east-1"):
    return Graph(
        Node(address=f"w.dev/aws_vpc.{n}", type="aws_vpc", name=str(n), account=DEV, region=region)
        for n in range(count)
    )


class Told:
    """Service Quotas, as it answers for one account."""

    def __init__(self, values, default=None, refused=""):
        self.values, self.default, self.refused, self.asked = values, default or {}, refused, []

    def get_service_quota(self, ServiceCode, QuotaCode):  # noqa: N803 - AWS's words
        self.asked.append((ServiceCode, QuotaCode))
        if self.refused or QuotaCode not in self.values:
            raise ClientError({"Error": {"Code": self.refused or "NoSuchResourceException"}}, "GetServiceQuota")
        return {"Quota": {"Value": self.values[QuotaCode]}}

    def get_paginator(self, operation):
        told = self.values if operation == "list_service_quotas" else self.default
        rows = [{"QuotaCode": key, "QuotaName": key, "Value": value} for key, value in told.items()]
        return SimpleNamespace(paginate=lambda **_: [{"Quotas": rows[:1]}, {"Quotas": rows[1:]}])


@pytest.fixture
def judged(monkeypatch):
    """What is told of one quota where AWS tells this."""

    def judge(quota, graph, told, into=(DEV,)):
        monkeypatch.setattr(quotas, "every", lambda: (quota,))
        monkeypatch.setattr(AtHand, "client", lambda *_, **__: told)
        return [
            (each.state, each.found)
            for each in of_accounts(graph, Entered(AtHand(), into={account: {} for account in into}))
        ]

    return judge


def test_every_quota_counts_something_that_the_zone_makes(graph):
    assert [quota.name for quota in every() if not needs(graph, quota)] == []


def test_what_the_zone_needs_of_the_low_ones(graph):
    counted = {
        quota.name: max(need.count for need in needs(graph, quota)) for quota in every() if (quota.default or 1) <= 10
    }
    assert counted == {
        "VPCs per Region": 1,
        "Transit gateways per account": 1,
        "Managed policies per role": 7,
        "Default maximum number of accounts": 7,
        "Total domains": 2,
        "Service control policies per target": 5,
        "Resource control policies per target": 2,
    }


def test_endpoints_are_counted_by_vpc_and_kind(graph):
    (interfaces,) = needs(graph, named("Interface VPC endpoints per VPC"))
    (gateways,) = needs(graph, named("Gateway VPC endpoints per Region"))
    assert (interfaces.account, interfaces.region, interfaces.where) == (
        DEV,
        "us-east-1",
        "workspace.dev/aws_vpc.network",
    )
    assert interfaces.count + gateways.count == len(graph.of_type("aws_vpc_endpoint"))


def test_the_zone_fits_what_aws_gives_a_new_account(graph):
    assert [finding.state for finding in by_default(graph)] == ["ok"]


def test_more_than_aws_gives_a_new_account_is_worth_a_note_before_anybody_is_asked():
    first, last = by_default(vpcs(6))
    assert (first.state, last.state) == ("note", "note")
    assert "--quota-code L-F678F1CE --desired-value 6 --region us-east-1" in first.found


@pytest.mark.parametrize(("value", "state"), [(5, "fail"), (6, "note"), (7, "note"), (8, "ok")])
def test_an_accounts_own_quota_counts(judged, value, state):
    ((told, _),) = judged(named("VPCs per Region"), vpcs(6), Told({"L-F678F1CE": value}))
    assert told == state


def test_regions_are_counted_apart(judged):
    both = Graph(
        [
            *vpcs(3),
            *(
                Node(address=f"w.dev/aws_vpc.w{n}", type="aws_vpc", name="w", account=DEV, region="us-west-2")
                for n in range(3)
            ),
        ]
    )
    assert [state for state, _ in judged(named("VPCs per Region"), both, Told({"L-F678F1CE": 4}))] == ["ok"]


def test_what_has_no_code_is_found_by_its_name_on_any_page(judged):
    domain = Graph(
        [
            Node(
                address="w.dev/aws_sagemaker_domain.a",
                type="aws_sagemaker_domain",
                name="a",
                account=DEV,
                region="us-east-1",
            )
        ]
    )
    told = Told({"Endpoints": 9, "Total domains": 0})
    ((state, said),) = judged(named("Total domains"), domain, told)
    assert state == "fail"
    assert "--service-code sagemaker --desired-value 1" in said
    ((state, said),) = judged(named("Total domains"), domain, Told({"Endpoints": 9}))
    assert (state, "look it up" in said) == ("note", True)


def test_where_an_account_has_none_of_its_own_the_default_counts(judged):
    quota = named("VPCs per Region")
    ((state, _),) = judged(quota, vpcs(6), Told({}, default={"L-F678F1CE": 5}))
    assert state == "fail"
    ((state, said),) = judged(quota, vpcs(6), Told({}))
    assert (state, "AWS's default, 5" in said) == ("note", True)


def test_iam_is_asked_where_it_answers(judged, graph):
    assert {need.region for need in needs(graph, named("Roles per account"))} == {"us-east-1"}


def test_who_may_not_ask_is_told_so_and_nothing_passes(judged):
    ((state, said),) = judged(named("VPCs per Region"), vpcs(1), Told({}, refused="AccessDeniedException"))
    assert (state, "AccessDeniedException" in said) == ("note", True)


def test_accounts_into_which_nothing_leads_are_named(judged):
    ((state, said),) = judged(named("VPCs per Region"), vpcs(1), Told({}), into=())
    assert (state, DEV in said) == ("note", True)


def test_what_aws_raises_for_nobody_is_not_asked_for(judged):
    fixed = Quota(name="Policies", types=["aws_vpc"], per="region", default=2, fixed=True)
    told = Told({})
    assert [state for state, _ in judged(fixed, vpcs(2), told)] == ["ok"]
    ((state, said),) = judged(fixed, vpcs(3), told)
    assert (state, "attach fewer" in said) == ("fail", True)
    assert told.asked == []


def test_policies_are_counted_with_the_one_that_aws_attaches():
    kind = {"SERVICE_CONTROL_POLICY": "scp", "RESOURCE_CONTROL_POLICY": "rcp"}
    policies = [
        Node(address=f"o/{name}", type="aws_organizations_policy", name=name, attributes={"type": told})
        for told, name in kind.items()
    ]
    attached = [
        Node(
            address=f"o/a-{name}",
            type="aws_organizations_policy_attachment",
            name=name,
            account="1",
            region="global",
            attributes={"policy_id": Ref(f"o/{name}", "id"), "target_id": "r"},
        )
        for name in kind.values()
    ]
    (need,) = needs(Graph([*policies, *attached]), named("Service control policies per target"))
    assert need.count == 2
