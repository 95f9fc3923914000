"""What a node is called inside its root module, and what another root finds it by.

The rule: a root is named as its stack; a resource by its address without stack and type, other characters than
letters, digits and hyphens written as `_` and two hexadecimal digits. So both names lead back to the address.
"""

from __future__ import annotations

from phizone_stacks.graph.node import Node
from phizone_stacks.plan.names import legal, spoken


def stack_of(address: str) -> str:
    """The stack that an address lies in, as `workspace.prod`: the name of its root."""
    return address.partition("/")[0]


def resource_name(node: Node) -> str:
    """A node's name in its root, as `cardiology-raw`."""
    return legal(node.address.partition(f"/{node.type}.")[2])


def resource_address(node: Node) -> str:
    """A node's Terraform address in its root, as `aws_s3_bucket.cardiology-raw`."""
    return f"{node.type}.{resource_name(node)}"


def node_address(stack: str, type: str, name: str) -> str:  # noqa: A002 - a node calls it so
    """The address of the node that has this name in the root of a stack; the reverse of `resource_name`."""
    return f"{stack}/{type}.{spoken(name)}"


def output_name(node: Node, attribute: str) -> str:
    """The output that carries an attribute of a node to other roots, as `aws_kms_key-audit-arn`.

    No two are the same: a type holds no hyphen, and neither does what stands after the last one.
    """
    path = "".join(each if each == "_" else legal(f"x{each}")[1:] for each in attribute).replace("-", "_2d")
    return f"{node.type.replace('.', '_2e')}-{resource_name(node)}-{path}"


def state_name(stack: str) -> str:
    """The name under which a root reads the state of another, as `network_2eshared`."""
    return legal(stack)
