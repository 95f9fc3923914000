"""An account is reached by the policies of its own, of every unit around it and of the root."""

from __future__ import annotations

import pytest

from phizone_policies.views.organization import account_node, attached, path
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref

DENY = '{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'


def node(kind, name, import_id="", /, **attributes):
    return Node(address=f"aws_{kind}.{name}", type=f"aws_{kind}", name=name, import_id=import_id, attributes=attributes)


def unit(name, parent):
    return node("organizations_organizational_unit", name, name=name, parent_id=parent)


def inside(name):
    return Ref(f"aws_organizations_organizational_unit.{name}", "id")


def policy(name, **more):
    return node("organizations_policy", name, content=DENY, **more)


def attach(policy, target):
    name = f"{policy.name}-{getattr(target, 'address', target)}"
    return node("organizations_policy_attachment", name, policy_id=Ref(policy.address, "id"), target_id=target)


@pytest.fixture
def account():
    return node("organizations_account", "prod", "777777777777", parent_id=inside("prod"))


@pytest.fixture
def tree(account):
    return [
        node("organizations_organization", "all", "o-exampleorg0"),
        unit("workloads", "r-demo"),
        unit("prod", inside("workloads")),
        unit("dev", inside("workloads")),
        account,
        node("organizations_account", "management", "111111111111", parent_id="r-demo"),
    ]


def test_an_account_stands_in_its_units(tree, account):
    assert account_node(Graph(tree), "777777777777") == account
    assert account_node(Graph(tree), "666666666666") is None
    assert path(Graph(tree), account) == "workloads/prod"


@pytest.mark.parametrize(
    "target",
    [
        inside("prod"),
        inside("workloads"),
        "777777777777",
        Ref("aws_organizations_account.prod", "id"),
        "r-demo",
        Ref("aws_organizations_organization.all", "roots.0.id"),
    ],
)
def test_a_policy_reaches_an_account_from_anything_around_it(tree, zone, target):
    denied = policy("denied")
    graph = Graph([*tree, denied, attach(denied, target)])
    assert [each.policy for each in attached(graph, zone.organization, "777777777777")] == [denied]


@pytest.mark.parametrize("target", [inside("dev"), "666666666666", "r-other"])
def test_a_policy_of_another_branch_does_not_reach_an_account(tree, zone, target):
    denied = policy("denied")
    assert attached(Graph([*tree, denied, attach(denied, target)]), zone.organization, "777777777777") == ()


def test_policies_are_told_apart_by_type(tree, zone):
    perimeter = policy("perimeter", type="RESOURCE_CONTROL_POLICY")
    graph = Graph([*tree, perimeter, attach(perimeter, "r-demo")])
    assert attached(graph, zone.organization, "777777777777") == ()
    assert len(attached(graph, zone.organization, "777777777777", "RESOURCE_CONTROL_POLICY")) == 1


def test_no_policy_reaches_the_management_account(tree, zone):
    denied = policy("denied")
    assert attached(Graph([*tree, denied, attach(denied, "r-demo")]), zone.organization, "111111111111") == ()


def test_an_adopted_account_without_a_parent_stands_nobody_knows_where():
    adopted = node("organizations_account", "prod", "777777777777")
    with pytest.raises(UnknownValue):
        path(Graph([adopted]), adopted)
