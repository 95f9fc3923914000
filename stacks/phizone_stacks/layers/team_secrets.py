"""A team's secret: what its jobs sign with, and the function that renews it."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from phizone_modules.endpoints import Endpoints
from phizone_modules.keys import Key
from phizone_modules.network import Network
from phizone_modules.rotation import Rotation, RotationArgs
from phizone_modules.scope import Scope
from phizone_modules.secrets import Secret, SecretArgs
from phizone_stacks.layers.accounts import within


@dataclass(frozen=True)
class Signing:
    """Where a team's secret is made, and who reads it."""

    scope: Scope
    """The team."""
    owner: aws.Provider
    """Provider of its account."""
    network: Network
    """The environment's network."""
    endpoints: Endpoints
    """The environment's endpoints."""
    key: Key
    """The team's key for what is company confidential, the function's log among it."""
    boundary_arn: pulumi.Output[str]
    """ARN of the team's boundary."""
    readers: list[str]
    """ARNs of the roles that read it."""


def sign(signing: Signing) -> None:
    """Makes the secret by which a team's jobs vouch for what they hand to each other, as manifests of data sets."""
    scope = signing.scope
    rotation = Rotation(
        f"{scope.team}-rotation",
        RotationArgs(
            scope=scope,
            vpc_id=signing.network.vpc_id,
            subnet_ids=signing.network.subnet_ids["workload"],
            endpoint_security_group_id=signing.endpoints.security_group_id,
            key_arn=signing.key.arn,
            boundary_arn=signing.boundary_arn,
        ),
        within(signing.owner),
    )
    Secret(
        f"{scope.team}-signing",
        SecretArgs(
            scope=scope,
            purpose="signing",
            key_arn=signing.key.arn,
            reader_role_arns=signing.readers,
            function_arn=rotation.function_arn,
        ),
        within(signing.owner),
    )
