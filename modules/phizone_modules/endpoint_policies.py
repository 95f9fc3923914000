"""Policies of endpoints: our principals, our resources, and what of AWS's own cannot be done without."""

from __future__ import annotations

from phizone_modules.endpoint_images import image_accounts
from phizone_modules.endpoint_services import Service
from phizone_modules.policy import Statement, allow
from phizone_modules.scope import Scope

_PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def endpoint_policy(scope: Scope, service: Service) -> list[Statement]:
    """The statements of a service's endpoint policy.

    `Principal` is everybody and `Resource` everything since the organization's conditions bound both: a gateway
    endpoint takes no other principal, and an endpoint policy grants nothing by itself. Source: AWS PrivateLink Guide,
    "Control access to VPC endpoints using endpoint policies"; aws-samples/data-perimeter-policy-examples.
    """
    statements = [_ours_to_ours(scope, service)]
    if service.service_actions:
        statements.append(_services_to_ours(scope, service))
    if service.name == "s3":
        statements += [_image_layers(scope), _jumpstart(scope)]
    if service.name in ("ecr.api", "ecr.dkr") and image_accounts(scope.region):
        statements.append(_images(scope))
    return statements


def _ours_to_ours(scope: Scope, service: Service) -> Statement:
    ours = {"aws:PrincipalOrgID": scope.organization_id, "aws:ResourceOrgID": scope.organization_id}
    return allow(
        "OurPrincipalsToOurResources",
        actions=list(service.actions),
        principal="*",
        condition={"StringEquals": ours},
    )


def _services_to_ours(scope: Scope, service: Service) -> Statement:
    return allow(
        "ServicesToOurResources",
        actions=list(service.service_actions),
        principal="*",
        condition={
            "Bool": {"aws:PrincipalIsAWSService": "true"},
            "StringEquals": {"aws:ResourceOrgID": scope.organization_id},
        },
    )


def _image_layers(scope: Scope) -> Statement:
    # No condition on the principal: an account of ECR's signs the URLs of layers.
    # Source: Amazon ECR User Guide, "Minimum Amazon S3 Bucket Permissions for Amazon ECR".
    return allow(
        "AnyoneToImageLayers",
        actions=["s3:GetObject"],
        resources=f"arn:aws:s3:::prod-{scope.region}-starport-layer-bucket/*",
        principal="*",
    )


def _jumpstart(scope: Scope) -> Statement:
    # Source: data-perimeter-policy-examples, service_owned_resources.md.
    bucket = f"arn:aws:s3:::jumpstart-cache-prod-{scope.region}"
    return allow(
        "OurPrincipalsToJumpStart",
        actions=["s3:GetObject", "s3:ListBucket"],
        resources=[bucket, f"{bucket}/*"],
        principal="*",
        condition={"StringEquals": {"aws:PrincipalOrgID": scope.organization_id}},
    )


def _images(scope: Scope) -> Statement:
    return allow(
        "OurPrincipalsPullImagesOfAws",
        actions=_PULL,
        resources=[f"arn:aws:ecr:{scope.region}:{account}:repository/*" for account in image_accounts(scope.region)],
        principal="*",
        condition={"StringEquals": {"aws:PrincipalOrgID": scope.organization_id}},
    )
