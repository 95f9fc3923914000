"""Attach roles: how an environment's deployment joins its VPC to its own route table, and touches no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import iam

from phizone_modules import role_names
from phizone_modules.account_policies import deploy_trust
from phizone_modules.policy import Statement, allow, document
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

_JOIN = [
    "ec2:AssociateTransitGatewayRouteTable",
    "ec2:DisableTransitGatewayRouteTablePropagation",
    "ec2:DisassociateTransitGatewayRouteTable",
    "ec2:EnableTransitGatewayRouteTablePropagation",
]
_SEE = [
    "ec2:DescribeTransitGatewayAttachments",
    "ec2:DescribeTransitGatewayRouteTables",
    "ec2:DescribeTransitGatewayVpcAttachments",
    "ec2:DescribeTransitGateways",
    "ec2:GetTransitGatewayRouteTableAssociations",
    "ec2:GetTransitGatewayRouteTablePropagations",
]


@dataclass(frozen=True, kw_only=True)
class TransitRolesArgs:
    """The environments, their accounts and their route tables."""

    scope: Scope
    """Scope of the network account."""
    accounts: Mapping[str, str]
    """Id of each environment's account, by environment."""
    route_table_arns: Mapping[str, pulumi.Input[str]]
    """ARN of each environment's route table of the gateway, by environment."""
    boundary_arn: str
    """ARN of the network account's boundary of the roles that a deployment makes."""


class TransitRoles(pulumi.ComponentResource):
    """One attach role an environment in the network account, entered by that environment's deploy role only.

    So no environment's deployment changes another's routes. Supports 45 CFR 164.308(a)(4)(ii)(A).
    """

    role_arns: Mapping[str, pulumi.Output[str]]
    """ARNs of the roles by environment."""

    def __init__(self, name: str, args: TransitRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:TransitRoles", name, None, opts)
        self._prefix, self._args = name, args
        self.role_arns = {environment: self._role(environment) for environment in args.accounts}
        self.register_outputs({"role_arns": self.role_arns})

    def _role(self, environment: str) -> pulumi.Output[str]:
        args, scope = self._args, self._args.scope
        deploy = role_names.deploy_role_arn(replace(scope, environment=environment, account=args.accounts[environment]))
        role = iam.Role(
            f"{self._prefix}-{environment}",
            name=role_names.attach_role(scope, environment),
            description=f"Joins the VPC of {environment} to its route table",
            assume_role_policy=document(deploy_trust(scope, [deploy])),
            permissions_boundary=args.boundary_arn,
            max_session_duration=3600,
            tags=tags(scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._permit(environment, role)
        return role.arn

    def _permit(self, environment: str, role: iam.Role) -> None:
        args, physical = self._args, role_names.attach_role(self._args.scope, environment)
        table, account = args.route_table_arns[environment], args.accounts[environment]
        policy = iam.Policy(
            f"{self._prefix}-{environment}",
            name=physical,
            description=f"What {physical} may do",
            policy=document(*attach_policy(args.scope, environment, account, table)),
            tags=tags(args.scope, Classification.COMPANY_CONFIDENTIAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        iam.RolePolicyAttachment(
            f"{self._prefix}-{environment}",
            role=role.name,
            policy_arn=policy.arn,
            opts=pulumi.ResourceOptions(parent=self),
        )


def attach_policy(scope: Scope, environment: str, account: str, route_table_arn: pulumi.Input[str]) -> list[Statement]:
    """Accepts and tags attachments, and joins those tagged with the environment to the environment's table.

    Accepting connects nothing: the gateway has no default tables. Until it is accepted and tagged, the network account
    sees no tag of an attachment, and no condition key tells its VPC's account; AWS documents neither whether its ARN
    bears that account or the gateway's, hence both. A tag once given to another environment's attachment stays.
    Source: Service Authorization Reference, Amazon EC2; Transit Gateway guide, "Identity and access management".
    """
    owners = sorted({scope.account, account})
    attachments = [f"arn:aws:ec2:{scope.region}:{owner}:transit-gateway-attachment/*" for owner in owners]
    ours = {"aws:ResourceTag/Environment": environment}
    return [
        allow("Accept", actions="ec2:AcceptTransitGatewayVpcAttachment", resources=attachments),
        # Absent on what has no tag yet, and in a change of other tags.
        allow(
            "TagOurs",
            actions="ec2:CreateTags",
            resources=attachments,
            condition={"StringEqualsIfExists": {**ours, "aws:RequestTag/Environment": environment}},
        ),
        allow(
            "JoinOurs",
            actions=[*_JOIN, "ec2:DeleteTransitGatewayVpcAttachment"],
            resources=attachments,
            condition={"StringEquals": ours},
        ),
        allow("ToOurTable", actions=_JOIN, resources=route_table_arn),
        # Lists have no resource types.
        allow("See", actions=_SEE),
    ]
