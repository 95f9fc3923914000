"""Images cannot change and are scanned; models are read by those who are named."""

from __future__ import annotations

import json

from phizone_modules.registry import Registry, RegistryArgs, model_group_policy, repository_policy
from phizone_modules.role_names import execution_role_arn, pipeline_role_arn

KEY = "arn:aws:kms:us-east-1:444444444444:key/00000000-0000-0000-0000-000000000000"
READER = "arn:aws:iam::777777777777:role/meridian-prod-deploy"


def args(scope, readers=(READER,)):
    return RegistryArgs(
        scope=scope,
        repositories=["inference", "training"],
        model_groups=["readmission"],
        key_arn=KEY,
        pull_role_arns=[execution_role_arn(scope, "alice"), pipeline_role_arn(scope)],
        reader_role_arns=readers,
    )


def by_sid(statements):
    return {statement["Sid"]: statement for statement in statements}


def test_a_registry_is_made_of_these(scope, build):
    assert {(node.type, node.name) for node in build(lambda opts: Registry("registry", args(scope), opts))} == {
        ("aws_ecr_lifecycle_policy", "registry-inference"),
        ("aws_ecr_lifecycle_policy", "registry-training"),
        ("aws_ecr_repository", "registry-inference"),
        ("aws_ecr_repository", "registry-training"),
        ("aws_ecr_repository_policy", "registry-inference"),
        ("aws_ecr_repository_policy", "registry-training"),
        ("aws_sagemaker_model_package_group", "registry-readmission"),
        ("aws_sagemaker_model_package_group_policy", "registry-readmission"),
    }


def test_a_repository_is_immutable_scanned_on_push_protected_and_under_our_key(scope, build):
    graph = build(lambda opts: Registry("registry", args(scope), opts))
    repository = graph["workspace.prod/aws_ecr_repository.registry-training"]
    assert repository.get("name") == "meridian/prod/cardiology/training"
    assert repository.get("image_tag_mutability") == "IMMUTABLE"
    assert repository.get("image_scanning_configuration.0.scan_on_push") is True
    assert repository.get("encryption_configuration.0") == {"encryption_type": "KMS", "kms_key": KEY}
    assert (repository.protect, repository.get("force_delete")) == (True, False)


def test_images_without_a_tag_expire(scope, build):
    graph = build(lambda opts: Registry("registry", args(scope), opts))
    text = graph["workspace.prod/aws_ecr_lifecycle_policy.registry-training"].text("policy")
    assert json.loads(text)["rules"] == [
        {
            "rulePriority": 1,
            "description": "Images without a tag go after 14 days",
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 14,
            },
            "action": {"type": "expire"},
        }
    ]


def test_named_roles_pull_and_nobody_outside_the_organization_does_anything(scope):
    statements = by_sid(repository_policy(args(scope)))
    assert set(statements) == {"NamedRolesPull", "NobodyOutsideTheOrganization"}
    assert statements["NamedRolesPull"] == {
        "Sid": "NamedRolesPull",
        "Effect": "Allow",
        "Principal": {"AWS": ["arn:aws:iam::444444444444:root"]},
        "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Condition": {
            "ArnEquals": {
                "aws:PrincipalArn": [
                    "arn:aws:iam::444444444444:role/meridian-prod-cardiology-execution-alice",
                    "arn:aws:iam::444444444444:role/meridian-prod-cardiology-pipeline",
                ]
            },
            "StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"},
        },
    }
    assert statements["NobodyOutsideTheOrganization"]["Condition"] == {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorg0"},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }


def test_a_model_group_is_read_by_the_named_roles_of_the_organization(scope):
    statements = by_sid(model_group_policy(args(scope), "readmission"))
    assert {(sid, statement["Resource"]) for sid, statement in statements.items()} == {
        (
            "ReadGroup",
            "arn:aws:sagemaker:us-east-1:444444444444:model-package-group/meridian-prod-cardiology-readmission",
        ),
        (
            "ReadPackages",
            "arn:aws:sagemaker:us-east-1:444444444444:model-package/meridian-prod-cardiology-readmission/*",
        ),
    }
    assert statements["ReadPackages"]["Principal"] == {"AWS": ["arn:aws:iam::777777777777:root"]}
    assert statements["ReadPackages"]["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": [READER]},
        "StringEquals": {"aws:PrincipalOrgID": "o-exampleorg0"},
    }
    assert "sagemaker:UpdateModelPackage" not in statements["ReadPackages"]["Action"]


def test_without_readers_a_model_group_has_no_policy(scope, build):
    graph = build(lambda opts: Registry("registry", args(scope, readers=()), opts))
    assert graph.of_type("aws_sagemaker_model_package_group_policy") == ()
    assert {node.get("model_package_group_name") for node in graph.of_type("aws_sagemaker_model_package_group")} == {
        "meridian-prod-cardiology-readmission"
    }
