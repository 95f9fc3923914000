"""Flow logs of a VPC: who talked to whom, accepted or refused, kept as long as the law asks."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, iam

from phizone_modules.policy import allow, document, service, trust
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, named_tags, tags

_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL


@dataclass(frozen=True, kw_only=True)
class FlowLogsArgs:
    """Which VPC is logged, and what with."""

    scope: Scope
    """Whose logs they are; `retention_days` says how long they are kept."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    log_key_arn: pulumi.Input[str]
    """ARN of the key that encrypts the log group; its policy must let CloudWatch Logs use it for that group."""
    boundary_arn: str
    """ARN of the permissions boundary of the role that delivers them."""


class FlowLogs(pulumi.ComponentResource):
    """All traffic of a VPC, aggregated over a minute, in an encrypted log group. Source: 45 CFR 164.312(b)."""

    log_group_arn: pulumi.Output[str]
    """ARN of the log group."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:FlowLogs", name, None, opts)
        group = self._group(name, args)
        role = self._role(name, args)
        ec2.FlowLog(
            name,
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            max_aggregation_interval=60,
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            region=args.scope.region,
            tags=named_tags(args.scope, _CLASSIFICATION, "flow-logs"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.log_group_arn = group.arn
        self.register_outputs({"log_group_arn": self.log_group_arn})

    def _group(self, name: str, args: FlowLogsArgs) -> cloudwatch.LogGroup:
        return cloudwatch.LogGroup(
            name,
            name=flow_log_group(args.scope),
            kms_key_id=args.log_key_arn,
            retention_in_days=args.scope.retention_days,
            region=args.scope.region,
            tags=tags(args.scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _role(self, name: str, args: FlowLogsArgs) -> iam.Role:
        scope = args.scope
        role = iam.Role(
            name,
            name=scope.name("flow-logs"),
            description="Delivers the VPC's flow logs to their log group",
            assume_role_policy=_trust(scope),
            permissions_boundary=args.boundary_arn,
            tags=tags(scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._permit(name, scope, role)
        return role

    def _permit(self, name: str, scope: Scope, role: iam.Role) -> None:
        policy = iam.Policy(
            name,
            name=scope.name("flow-logs"),
            description=f"What {scope.name('flow-logs')} may do",
            policy=_permissions(scope),
            tags=tags(scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self),
        )
        iam.RolePolicyAttachment(name, role=role.name, policy_arn=policy.arn, opts=pulumi.ResourceOptions(parent=self))


def flow_log_group(scope: Scope) -> str:
    """Name of the log group, which a key policy may need before the group is made."""
    return scope.log_group("network", "flow-logs")


def _trust(scope: Scope) -> pulumi.Output[str]:
    return document(
        trust(
            "FlowLogsOfThisAccount",
            principal=service("vpc-flow-logs"),
            condition={
                "StringEquals": {"aws:SourceAccount": scope.account},
                "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{scope.region}:{scope.account}:vpc-flow-log/*"},
            },
        )
    )


def _permissions(scope: Scope) -> pulumi.Output[str]:
    group = f"arn:aws:logs:{scope.region}:{scope.account}:log-group:{flow_log_group(scope)}"
    return document(
        allow("Deliver", actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=f"{group}:log-stream:*"),
        allow("FindStreams", actions=["logs:DescribeLogStreams"], resources=[group, f"{group}:*"]),
        # Listing groups takes no resource. Source: Service Authorization Reference, CloudWatch Logs.
        allow("FindGroup", actions=["logs:DescribeLogGroups"], resources="*"),
    )
