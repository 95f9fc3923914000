"""What resources are joined to that belongs to somebody: keys, roles, security groups and subnets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from phizone_policies.views.blocks import leaves
from phizone_policies.views.keys import key_identity
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

GROUP = "security group"
"""What is never shared with the platform, whose groups let its own endpoints in."""
_KEY, _ROLE, _SUBNET = "key", "role", "subnet"
_STUDIO = ("default_user_settings", "default_space_settings")
JOINED: Mapping[str, Mapping[str, str]] = {
    "aws_backup_selection": {"iam_role_arn": _ROLE},
    "aws_backup_vault": {"kms_key_arn": _KEY},
    "aws_cloudtrail": {"cloud_watch_logs_role_arn": _ROLE, "kms_key_id": _KEY},
    "aws_cloudwatch_log_group": {"kms_key_id": _KEY},
    "aws_config_configuration_aggregator": {"organization_aggregation_source.role_arn": _ROLE},
    "aws_config_configuration_recorder": {"role_arn": _ROLE},
    "aws_ebs_default_kms_key": {"key_arn": _KEY},
    "aws_ecr_repository": {"encryption_configuration.kms_key": _KEY},
    "aws_flow_log": {"iam_role_arn": _ROLE},
    "aws_lambda_function": {
        "kms_key_arn": _KEY,
        "role": _ROLE,
        "vpc_config.security_group_ids": GROUP,
        "vpc_config.subnet_ids": _SUBNET,
    },
    "aws_sagemaker_domain": {
        "kms_key_id": _KEY,
        **{f"{settings}.execution_role": _ROLE for settings in _STUDIO},
        **{f"{settings}.security_groups": GROUP for settings in _STUDIO},
        "domain_settings.security_group_ids": GROUP,
        "subnet_ids": _SUBNET,
    },
    "aws_sagemaker_user_profile": {
        "user_settings.execution_role": _ROLE,
        "user_settings.security_groups": GROUP,
    },
    "aws_secretsmanager_secret": {"kms_key_id": _KEY},
    "aws_sns_topic": {"kms_master_key_id": _KEY},
    "aws_sqs_queue": {"kms_master_key_id": _KEY},
}
"""By type, the paths at which a resource names what is somebody's, and what that is."""
KEY_PATHS: Mapping[str, tuple[str, ...]] = {
    kind: found
    for kind, paths in JOINED.items()
    if (found := tuple(path for path, what in paths.items() if what == _KEY))
}
"""By type, the paths at which a resource names the key that encrypts what it holds."""
_ROLES = ("aws_iam_role", "aws_iam_service_linked_role")
_TARGETS = {
    GROUP: (("aws_security_group",), "id"),
    _ROLE: (_ROLES, "arn"),
    _SUBNET: (("aws_subnet",), "id"),
}


def joined(graph: Graph, node: Node) -> Iterator[tuple[str, Node]]:
    """Each (what it is, node) of this zone that a resource is joined to. Raises: UnknownValue."""
    for path, kind in JOINED[node.type].items():
        for value in leaves(node, path):
            found = _key(graph, value) if kind == _KEY else _named(graph, value, kind)
            if found is not None:
                yield kind, found


def is_elsewhere(node: Node, other: Node) -> str:
    """Where something is that a resource cannot or may not use; empty where both are of one place.

    A trail writes into another account, under the key of that; all else is of one account.
    """
    if other.environment != node.environment:
        return f"in {other.environment}, and it in {node.environment}"
    keys_of_a_trail = node.type == "aws_cloudtrail" and other.type.startswith("aws_kms")
    if other.account != node.account and not keys_of_a_trail:
        return f"of account {other.account}, and it of {node.account}"
    return ""


def _key(graph: Graph, value: Value) -> Node | None:
    found = key_identity(graph, value)
    return found.key if found else None


def _named(graph: Graph, value: Value, kind: str) -> Node | None:
    types, attribute = _TARGETS[kind]
    node = graph.target(value)
    if node is not None and node.type in types:
        return node
    return named_node(graph, value, types, attribute)
