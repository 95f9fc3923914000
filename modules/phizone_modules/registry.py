"""A team's registry: images that cannot change, and groups of model packages that wait for approval."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr, sagemaker

from phizone_modules import role_names
from phizone_modules.policy import Statement, allow, deny, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

UNTAGGED_DAYS = 14
"""Days that an image without a tag is kept: nothing refers to it any more."""
_PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
_READ_GROUP = ["sagemaker:DescribeModelPackageGroup"]
# A model made of a package needs CreateModel on the package.
# Source: SageMaker Developer Guide, "Cross-account discoverability", "Deploy a model version from a different account".
_READ_PACKAGES = ["sagemaker:CreateModel", "sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"]


@dataclass(frozen=True, kw_only=True)
class RegistryArgs:
    """What is kept, under which key, and who may have it."""

    scope: Scope
    """The team."""
    repositories: Sequence[str] = ()
    """Short names of the image repositories; each is named `<organization>/<environment>/<team>/<name>`."""
    model_groups: Sequence[str] = ()
    """Short names of the model package groups."""
    key_arn: pulumi.Input[str]
    """Key of the images; a repository keeps its first one for ever."""
    pull_role_arns: Sequence[str]
    """ARNs of the roles that pull images: the team's own, and another account's that runs them."""
    reader_role_arns: Sequence[str] = ()
    """ARNs of other accounts' roles that read model packages; none: no group has a policy, and nobody outside may."""


class Registry(pulumi.ComponentResource):
    """Repositories with immutable tags, scanned on push, under the team's key; model groups that named roles read.

    Supports 45 CFR 164.308(a)(5)(ii)(B) and 164.312(c)(1); the bucket of the models and its key need the same readers.
    """

    repository_urls: Mapping[str, pulumi.Output[str]]
    """Address to push to and pull from, by short name."""
    repository_arns: Mapping[str, pulumi.Output[str]]
    """ARN of each repository, by short name."""
    model_group_arns: Mapping[str, pulumi.Output[str]]
    """ARN of each model package group, by short name."""

    def __init__(self, name: str, args: RegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Registry", name, None, opts)
        self._prefix, self._args = name, args
        made = {short: self._repository(short) for short in args.repositories}
        self.repository_urls = {short: repository.repository_url for short, repository in made.items()}
        self.repository_arns = {short: repository.arn for short, repository in made.items()}
        self.model_group_arns = {short: self._model_group(short).arn for short in args.model_groups}
        self.register_outputs(
            {
                "repository_urls": self.repository_urls,
                "repository_arns": self.repository_arns,
                "model_group_arns": self.model_group_arns,
            }
        )

    def _repository(self, short: str) -> ecr.Repository:
        args, scope, logical = self._args, self._args.scope, f"{self._prefix}-{short}"
        repository = ecr.Repository(
            logical,
            name=role_names.repository(scope, short),
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args.key_arn}],
            force_delete=False,
            region=scope.region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        self._repository_policy(logical, repository)
        self._expiry(logical, repository)
        return repository

    def _repository_policy(self, logical: str, repository: ecr.Repository) -> None:
        ecr.RepositoryPolicy(
            logical,
            repository=repository.name,
            policy=document(*repository_policy(self._args)),
            region=self._args.scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _expiry(self, logical: str, repository: ecr.Repository) -> None:
        ecr.LifecyclePolicy(
            logical,
            repository=repository.name,
            policy=json.dumps({"rules": [_EXPIRE_UNTAGGED]}, sort_keys=True),
            region=self._args.scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _model_group(self, short: str) -> sagemaker.ModelPackageGroup:
        args, scope, logical = self._args, self._args.scope, f"{self._prefix}-{short}"
        group = sagemaker.ModelPackageGroup(
            logical,
            model_package_group_name=role_names.model_group(scope, short),
            model_package_group_description=f"Models {short} of {scope.team}",
            region=scope.region,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        if args.reader_role_arns:
            sagemaker.ModelPackageGroupPolicy(
                logical,
                model_package_group_name=group.model_package_group_name,
                resource_policy=document(*model_group_policy(args, short)),
                region=scope.region,
                opts=pulumi.ResourceOptions(parent=self),
            )
        return group


_EXPIRE_UNTAGGED = {
    "rulePriority": 1,
    "description": f"Images without a tag go after {UNTAGGED_DAYS} days",
    "selection": {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": UNTAGGED_DAYS,
    },
    "action": {"type": "expire"},
}


def repository_policy(args: RegistryArgs) -> list[Statement]:
    """Named roles pull, nobody outside the organization does anything; AWS services are not denied, nor allowed.

    ECR's repository policies take no Resource: they mean their repository.
    """
    statements = [
        deny(
            "NobodyOutsideTheOrganization",
            actions="ecr:*",
            principal="*",
            condition={
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": args.scope.organization_id},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        )
    ]
    if args.pull_role_arns:
        statements.insert(0, _pull(args))
    return [{key: value for key, value in statement.items() if key != "Resource"} for statement in statements]


def _pull(args: RegistryArgs) -> Statement:
    """A principal that is not made yet would be refused, a condition on its name is not."""
    accounts = sorted({arn.split(":")[4] for arn in args.pull_role_arns})
    return allow(
        "NamedRolesPull",
        actions=_PULL,
        principal={"AWS": [f"arn:aws:iam::{account}:root" for account in accounts]},
        condition={
            "ArnEquals": {"aws:PrincipalArn": list(args.pull_role_arns)},
            "StringEquals": {"aws:PrincipalOrgID": args.scope.organization_id},
        },
    )


def model_group_policy(args: RegistryArgs, short: str) -> list[Statement]:
    """Named roles of the organization's other accounts read the group and its packages."""
    scope, group = args.scope, role_names.model_group(args.scope, short)
    accounts = sorted({arn.split(":")[4] for arn in args.reader_role_arns})
    reader = {"AWS": [f"arn:aws:iam::{account}:root" for account in accounts]}
    condition = {
        "ArnEquals": {"aws:PrincipalArn": list(args.reader_role_arns)},
        "StringEquals": {"aws:PrincipalOrgID": scope.organization_id},
    }
    start = f"arn:aws:sagemaker:{scope.region}:{scope.account}"
    return [
        allow(
            "ReadGroup",
            actions=_READ_GROUP,
            resources=f"{start}:model-package-group/{group}",
            principal=reader,
            condition=condition,
        ),
        allow(
            "ReadPackages",
            actions=_READ_PACKAGES,
            resources=f"{start}:model-package/{group}/*",
            principal=reader,
            condition=condition,
        ),
    ]
