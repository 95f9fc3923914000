"""What renews a team's secrets: a function in the team's network, with a role that reaches these secrets only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import pulumi
from pulumi_aws import ec2, iam, lambda_, vpc

from phizone_modules import role_names
from phizone_modules.audit_log import log_group, log_group_arn, named_log_groups_key_use
from phizone_modules.keys import ServiceUse
from phizone_modules.policy import Statement, allow, document, service, trust
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, named_tags, tags

_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL
_HANDLER = "rotation_handler"
_HTTPS = 443


@dataclass(frozen=True, kw_only=True)
class RotationArgs:
    """Whose secrets are renewed, from where, under which keys."""

    scope: Scope
    """The team."""
    vpc_id: pulumi.Input[str]
    """The environment's VPC."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Private subnets that the function runs in."""
    endpoint_security_group_id: pulumi.Input[str]
    """Security group of the interface endpoints, through which the function reaches Secrets Manager."""
    key_arn: pulumi.Input[str]
    """ARN of the key that encrypts the secrets and the log group; its policy holds `rotation_log_key_use()`."""
    boundary_arn: pulumi.Input[str]
    """ARN of the team's boundary."""


class Rotation(pulumi.ComponentResource):
    """A function that only Secrets Manager of this account calls, and that reaches nothing but its endpoint.

    Source: AWS Secrets Manager User Guide, "Lambda rotation function permissions" and "Network access for Lambda
    rotation function".
    """

    function_arn: pulumi.Output[str]
    """ARN of the function."""

    def __init__(self, name: str, args: RotationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:Rotation", name, None, opts)
        role, permitted = self._role(name, args)
        function = self._function(name, args, role, permitted)
        invoke = lambda_.Permission(
            name,
            action="lambda:InvokeFunction",
            function=function.name,
            principal="secretsmanager.amazonaws.com",
            source_account=args.scope.account,
            region=args.scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        # Who asks for the ARN waits for the permission: a rotation is refused while its function cannot be called.
        self.function_arn = pulumi.Output.all(function.arn, invoke.id).apply(lambda both: str(both[0]))
        self.register_outputs({"function_arn": self.function_arn})

    def _function(self, name: str, args: RotationArgs, role: iam.Role, permitted: pulumi.Resource) -> lambda_.Function:
        scope = args.scope
        group = log_group(name, scope, scope.team, "rotation", key_arn=args.key_arn, parent=self)
        text = resources.files("phizone_modules").joinpath(f"{_HANDLER}.py").read_text(encoding="utf-8")
        return lambda_.Function(
            name,
            name=scope.name(scope.team, "rotation"),
            description=f"Renews the secrets of {scope.team}",
            role=role.arn,
            runtime="python3.13",
            handler=f"{_HANDLER}.handler",
            code=pulumi.AssetArchive({f"{_HANDLER}.py": pulumi.StringAsset(text)}),
            timeout=30,
            memory_size=128,
            vpc_config=lambda_.FunctionVpcConfigArgs(
                subnet_ids=list(args.subnet_ids), security_group_ids=[self._security_group(name, args)]
            ),
            logging_config=lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=group.name),
            region=scope.region,
            tags=tags(scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permitted]),
        )

    def _security_group(self, name: str, args: RotationArgs) -> pulumi.Output[str]:
        scope = args.scope
        group = ec2.SecurityGroup(
            name,
            name=scope.name(scope.team, "rotation"),
            description=f"Rotation of secrets of {scope.team}",
            vpc_id=args.vpc_id,
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, scope.team, "rotation"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        vpc.SecurityGroupEgressRule(
            name,
            security_group_id=group.id,
            description="Interface endpoints",
            referenced_security_group_id=args.endpoint_security_group_id,
            ip_protocol="tcp",
            from_port=_HTTPS,
            to_port=_HTTPS,
            region=scope.region,
            tags=named_tags(scope, _CLASSIFICATION, scope.team, "rotation", "endpoints"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return group.id

    def _role(self, name: str, args: RotationArgs) -> tuple[iam.Role, pulumi.Resource]:
        scope, child = args.scope, pulumi.ResourceOptions(parent=self)
        role = iam.Role(
            name,
            name=role_names.rotation_role(scope),
            description=f"Renews the secrets of {scope.team}",
            # Lambda tells no source where it enters a role. Source: AWS Lambda Developer Guide, "Execution role".
            assume_role_policy=document(trust("Lambda", principal=service("lambda"), condition=None)),
            permissions_boundary=args.boundary_arn,
            tags=tags(scope, _CLASSIFICATION),
            opts=child,
        )
        policy = iam.Policy(
            name,
            name=role_names.rotation_role(scope),
            description=f"What {role_names.rotation_role(scope)} may do",
            policy=document(*permissions(scope, args.key_arn)),
            tags=tags(scope, _CLASSIFICATION),
            opts=child,
        )
        return role, iam.RolePolicyAttachment(name, role=role.name, policy_arn=policy.arn, opts=child)


def rotation_log_key_use(scope: Scope) -> ServiceUse:
    """CloudWatch Logs' use of the team's key for the function's log group."""
    return named_log_groups_key_use(scope, scope.log_group(scope.team, "rotation"))


def secrets_of(scope: Scope) -> str:
    """ARN pattern of the team's secrets; AWS adds six characters to each name."""
    return f"arn:aws:secretsmanager:{scope.region}:{scope.account}:secret:{role_names.team_prefix(scope)}-*"


def permissions(scope: Scope, key_arn: pulumi.Input[str]) -> list[Statement]:
    """What the rotating role may do: renew the team's secrets, write its log, and join the network."""
    interfaces = f"arn:aws:ec2:{scope.region}:{scope.account}"
    return [
        allow(
            "Renew",
            actions=[
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue",
                "secretsmanager:UpdateSecretVersionStage",
            ],
            resources=secrets_of(scope),
        ),
        allow(
            "UseKeyThroughSecretsManager",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=key_arn,
            condition={"StringEquals": {"kms:ViaService": f"secretsmanager.{scope.region}.amazonaws.com"}},
        ),
        allow(
            "WriteLogs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=f"{log_group_arn(scope, scope.team, 'rotation')}:log-stream:*",
        ),
        # EC2's lists have no resource types.
        allow("SeeNetwork", actions=["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]),
        # AWS assigns the ids of interfaces.
        allow(
            "JoinNetwork",
            actions=["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
            resources=[f"{interfaces}:{kind}/*" for kind in ("network-interface", "security-group", "subnet")],
        ),
    ]
