"""Amazon SageMaker: Studio's domains and the registry's groups."""

from __future__ import annotations

from phizone_stacks.emulator.adapter import Outputs, Wanted, creates
from phizone_stacks.emulator.arguments import arguments


@creates("aws_sagemaker_domain")
def domain(wanted: Wanted) -> Outputs:
    """CreateDomain."""
    sagemaker = wanted.client("sagemaker")
    given = arguments(
        sagemaker, "CreateDomain", {name: wanted.get(name) for name in wanted.attributes if name != "tags"}
    )
    arn = sagemaker.create_domain(**given, Tags=wanted.tags())["DomainArn"]
    return {"id": arn.rpartition("/")[2], "arn": arn}


@creates("aws_sagemaker_model_package_group")
def model_package_group(wanted: Wanted) -> Outputs:
    """CreateModelPackageGroup."""
    given = wanted.given(
        ModelPackageGroupName="model_package_group_name",
        ModelPackageGroupDescription="model_package_group_description",
    )
    made = wanted.client("sagemaker").create_model_package_group(**given, Tags=wanted.tags())
    return {"id": wanted.get("model_package_group_name"), "arn": made["ModelPackageGroupArn"]}
