"""People of IAM Identity Center: the roles that its permission sets become in the accounts they are assigned to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.proofs.access.world.managed import aws_policy
from phizone_policies.proofs.access.world.names import text_of
from phizone_policies.proofs.access.world.principals import Kind, Principal, held_by, literal_tags
from phizone_policies.proofs.access.world.texts import Held, held_in
from phizone_policies.views.blocks import leaf, leaves
from phizone_policies.views.naming import named_node, naming
from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node, UnknownValue

_SET, _ASSIGNMENT = "aws_ssoadmin_permission_set", "aws_ssoadmin_account_assignment"
_ATTRIBUTES = "aws_ssoadmin_instance_access_control_attributes"
_CUSTOMER = (
    ("aws_ssoadmin_customer_managed_policy_attachment", "customer_managed_policy_reference.name"),
    ("aws_ssoadmin_customer_managed_policy_attachments_exclusive", "customer_managed_policy_reference.name"),
)
_AWS_S = (("aws_ssoadmin_managed_policy_attachments_exclusive", "managed_policy_arns"),)
_BOUNDARY = "aws_ssoadmin_permissions_boundary_attachment"
_BY = ("arn", "id")


def people(graph: Graph) -> Iterator[Principal]:
    """The role of each permission set in each account that somebody is assigned to with it, by name.

    AWS names it `AWSReservedSSO_<permission set>_<16 characters>`, and nobody but Identity Center enters or changes it.
    Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies".
    """
    found = {each.arn: each for assignment in graph.of_type(_ASSIGNMENT) for each in _assigned(graph, assignment)}
    yield from (found[arn] for arn in sorted(found))


def _assigned(graph: Graph, assignment: Node) -> Iterator[Principal]:
    value = assignment.peek("permission_set_arn")
    made = next((each for name in _BY if (each := named_node(graph, value, (_SET,), name)) is not None), None)
    for account in _accounts(graph, assignment):
        yield _role(graph, assignment, account) if made is None else _person(graph, made, account)


def _accounts(graph: Graph, assignment: Node) -> tuple[str, ...]:
    """The account of an assignment; every account where that is not known."""
    text = text_of(graph, assignment.peek("target_id"))
    if text is not None and text.isdigit():
        return (text,)
    return tuple(sorted({node.account for node in graph} - {""}))


def _arn(graph: Graph, node: Node, account: str) -> str:
    name = text_of(graph, node.peek("name")) or f"<name of {node.address}>"
    return (
        f"arn:{partition(node.region)}:iam::{account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_{name}_<end>"
    )


def _role(graph: Graph, assignment: Node, account: str) -> Principal:
    """The role of a permission set that the graph does not hold."""
    told = (f"the permission set of {assignment.address} is not in the graph",)
    return Principal(
        arn=_arn(graph, assignment, account), kind=Kind.ROLE, account=account, node=assignment, unknown=told
    )


def _person(graph: Graph, made: Node, account: str) -> Principal:
    unknown: list[str] = []
    held = (*held_by(graph, made, unknown), *_others(graph, made, account, unknown))
    boundary = _boundary(graph, made, account, unknown)
    return Principal(
        arn=_arn(graph, made, account),
        kind=Kind.ROLE,
        account=account,
        node=made,
        held=held,
        boundary=boundary,
        unknown=tuple(unknown),
        tags=literal_tags(made),
        session_tags=_session_tags(graph),
    )


def _session_tags(graph: Graph) -> Mapping[str, str] | None:
    """The tags of people's sessions: none, or any where attributes of people become tags."""
    return None if graph.of_type(_ATTRIBUTES) else {}


def _others(graph: Graph, made: Node, account: str, unknown: list[str]) -> Iterator[Held]:
    """The policies of the account that a permission set takes by name, and AWS's of an exclusive list."""
    try:
        names = [each for kind, path in _CUSTOMER for node in _naming(graph, made, kind) for each in leaves(node, path)]
        arns = [each for kind, path in _AWS_S for node in _naming(graph, made, kind) for each in node.items(path)]
    except UnknownValue as reason:
        unknown.append(str(reason))
        return
    for each in names:
        found = _of_account(graph, account, text_of(graph, each) or "", unknown)
        if found is not None:
            yield found
    for each in arns:
        name = (text_of(graph, each) or "").rsplit("/", 1)[-1]
        document = aws_policy(name)
        if document is not None:
            yield Held(document)
        else:
            unknown.append(f"AWS's policy {name} of {made.address} is not in the graph")


def _boundary(graph: Graph, made: Node, account: str, unknown: list[str]) -> Held | None:
    """The boundary of a permission set in an account; one that is not known bounds nothing here."""
    try:
        for node in _naming(graph, made, _BOUNDARY):
            name = leaf(node, "permissions_boundary.customer_managed_policy_reference.name")
            if name is not None:
                return _of_account(graph, account, text_of(graph, name) or "", unknown)
            aws = (text_of(graph, leaf(node, "permissions_boundary.managed_policy_arn")) or "").rsplit("/", 1)[-1]
            document = aws_policy(aws)
            if document is None:
                unknown.append(f"the boundary {aws} of {made.address} is not in the graph")
            return Held(document) if document is not None else None
    except UnknownValue as reason:
        unknown.append(str(reason))
    return None


def _of_account(graph: Graph, account: str, name: str, unknown: list[str]) -> Held | None:
    """The customer-managed policy of a name in an account."""
    same = (node for node in graph.of_type("aws_iam_policy") if node.account == account)
    policy = next((node for node in same if text_of(graph, node.peek("name")) == name), None)
    return held_in(graph, policy, f"the policy {name} of account {account} is not in the graph", unknown)


def _naming(graph: Graph, made: Node, kind: str) -> tuple[Node, ...]:
    return naming(graph, made, (kind,), "permission_set_arn", *_BY)
