"""What resources are called in policies and requests: the ARN where it is fixed, else one that equals only itself."""

from __future__ import annotations

from collections.abc import Mapping

from phizone_stacks.graph.defaults import partition
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT, Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import Pattern, physical
from phizone_stacks.graph.values import Ref, Template, Unknown, Value

UNKNOWN_SUFFIX = "~~~~~~"
"""The six characters that Secrets Manager adds to a secret's ARN, as nothing real is called."""
# ARNs not fixed elsewhere, after `arn:<partition>:`. Source: ARN formats of the Service Authorization Reference.
_KEY = "kms:{region}:{account}:key/{id}"
_SHAPES: Mapping[str, str] = {
    "aws_cloudwatch_event_bus": "events:{region}:{account}:event-bus/{name}",
    "aws_codebuild_project": "codebuild:{region}:{account}:project/{name}",
    "aws_ecs_cluster": "ecs:{region}:{account}:cluster/{name}",
    "aws_efs_file_system": "elasticfilesystem:{region}:{account}:file-system/{id}",
    "aws_glue_dev_endpoint": "glue:{region}:{account}:devEndpoint/{name}",
    "aws_glue_job": "glue:{region}:{account}:job/{name}",
    "aws_iam_group": "iam::{account}:group/{name}",
    "aws_iam_policy": "iam::{account}:policy/{name}",
    "aws_iam_role": "iam::{account}:role/{name}",
    "aws_iam_user": "iam::{account}:user/{name}",
    "aws_instance": "ec2:{region}:{account}:instance/{id}",
    "aws_kinesis_stream": "kinesis:{region}:{account}:stream/{name}",
    "aws_kms_external_key": _KEY,
    "aws_kms_key": _KEY,
    "aws_kms_replica_external_key": _KEY,
    "aws_kms_replica_key": _KEY,
    "aws_lambda_function": "lambda:{region}:{account}:function:{function_name}",
    "aws_opensearch_domain": "es:{region}:{account}:domain/{domain_name}",
    "aws_s3_access_point": "s3:{region}:{account}:accesspoint/{name}",
    "aws_s3_bucket": "s3:::{bucket}",
    "aws_sagemaker_data_quality_job_definition": "sagemaker:{region}:{account}:data-quality-job-definition/{name}",
    "aws_sagemaker_domain": "sagemaker:{region}:{account}:domain/{id}",
    "aws_sagemaker_feature_group": "sagemaker:{region}:{account}:feature-group/{feature_group_name}",
    "aws_sagemaker_pipeline": "sagemaker:{region}:{account}:pipeline/{pipeline_name}",
    "aws_sagemaker_user_profile": "sagemaker:{region}:{account}:user-profile/{domain_id}/{user_profile_name}",
    "aws_secretsmanager_secret": "secretsmanager:{region}:{account}:secret:{name}" + f"-{UNKNOWN_SUFFIX}",
    "aws_ssm_parameter": "ssm:{region}:{account}:parameter/{name}",
}
_KEYS = tuple(kind for kind, shape in _SHAPES.items() if shape == _KEY)
_SAME_AS_ID = ("key_id",)
_NAMES = (
    "name",
    "bucket",
    "domain_name",
    "feature_group_name",
    "function_name",
    "pipeline_name",
    "user_profile_name",
)
# Whoever names a resource of these types in a policy does so by what these settings say.
_NAMING = (*_NAMES, "path", "model_package_group_name", "identifier")


def name_of(graph: Graph, node: Node, attribute: str) -> str:
    """What an attribute of a node reads in a policy; what AWS assigns reads `<id of address>`, inside its ARN, too."""
    found = physical(node, attribute)
    if isinstance(found, str):
        return found
    given = node.attributes.get(attribute)
    if isinstance(given, (Ref, Template)) and (text := text_of(graph, given)) is not None:
        return text
    if isinstance(found, Pattern):
        return found.glob.replace("*", f"<end of {node.address}>")
    if attribute == "arn" and node.type in _SHAPES:
        return _shaped(graph, node)
    if attribute in _SAME_AS_ID and node.type in _KEYS:
        return f"<id of {node.address}>"
    return str(found)


def unnamed(node: Node) -> tuple[str, ...]:
    """Why nobody knows what a resource is called, so that any policy may mean it; none where it is known.

    A name that is left out is Pulumi's or AWS's to choose, and no policy can have foreseen it.
    """
    given = (path for path in _NAMING if isinstance(node.attributes.get(path), Unknown))
    return tuple(f"{path} of {node.address} is not known before apply" for path in given)


def arn_of(graph: Graph, node: Node) -> str:
    """The ARN of a node."""
    return name_of(graph, node, "arn")


def text_of(graph: Graph, value: Value) -> str | None:
    """A value as text, its references by what they name; None for what is no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Ref):
        node = graph.find(value.address)
        return name_of(graph, node, value.attribute) if node is not None else f"<{value.attribute} of {value.address}>"
    if isinstance(value, Template):
        parts = [text_of(graph, part) for part in value.parts]
        return None if any(part is None for part in parts) else "".join(str(part) for part in parts)
    return None


def _shaped(graph: Graph, node: Node) -> str:
    fields = {
        "account": node.account or UNNAMED_ACCOUNT,
        "domain_id": text_of(graph, node.peek("domain_id")) or f"<domain of {node.address}>",
        "id": f"<id of {node.address}>",
        "region": node.region,
    }
    for field in _NAMES:
        given, prefix = text_of(graph, node.peek(field)), node.peek(f"{field}_prefix")
        # The ARN of a parameter has one slash before its name, whether the name begins with one or not.
        own = given.removeprefix("/") if given else ""
        fields[field] = own or f"{prefix if isinstance(prefix, str) else ''}<end of {node.address}>"
    return f"arn:{partition(node.region)}:{_SHAPES[node.type].format(**fields)}"
