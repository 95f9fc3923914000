"""From Pulumi's AWS tokens and property names to the Terraform AWS provider's, by data made from both."""

from __future__ import annotations

from phizone_stacks.translation.load import Index, UnknownType, arn_format, index, pulumi_tokens, schema, terraform_type
from phizone_stacks.translation.schema import Field, Kind, Shape, TypeSchema
from phizone_stacks.translation.translate import attribute_path, to_terraform

__all__ = [
    "Field",
    "Index",
    "Kind",
    "Shape",
    "TypeSchema",
    "UnknownType",
    "arn_format",
    "attribute_path",
    "index",
    "pulumi_tokens",
    "schema",
    "terraform_type",
    "to_terraform",
]
