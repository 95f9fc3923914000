"""What a team's roles may do: on the team's own names, buckets, keys and images, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from phizone_modules import role_names
from phizone_modules.policy import Statement, allow, deny, service, trust
from phizone_modules.scope import Scope

_READ_OBJECTS = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion"]
_WRITE_OBJECTS = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"]
_USE_KEY = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
]
_JOBS = ("hyper-parameter-tuning-job", "processing-job", "training-job", "transform-job")
_JOB_ACTIONS = [
    f"sagemaker:{verb}{job}"
    for verb in ("Create", "Describe", "Stop")
    for job in ("HyperParameterTuningJob", "ProcessingJob", "TrainingJob", "TransformJob")
]
_EXPERIMENTS = ("experiment", "experiment-trial", "experiment-trial-component")
_EXPERIMENT_ACTIONS = [
    "sagemaker:AssociateTrialComponent",
    "sagemaker:BatchPutMetrics",
    *(
        f"sagemaker:{verb}{kind}"
        for verb in ("Create", "Describe")
        for kind in ("Experiment", "Trial", "TrialComponent")
    ),
    "sagemaker:UpdateTrialComponent",
]

_TAGGED_AS_MADE = {"StringEquals": {"sagemaker:TaggingAction": ["CreateApp", "CreateSpace"]}}
_GROUPS = ("model-package-group",)
_LISTS = (
    "Apps",
    "Domains",
    "Endpoints",
    "Experiments",
    "ModelPackageGroups",
    "Models",
    "Pipelines",
    "ProcessingJobs",
    "Spaces",
    "TrainingJobs",
    "UserProfiles",
)
_SEE = [
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
    "sagemaker:DescribeModel",
    "sagemaker:DescribeModelPackage",
    "sagemaker:DescribeModelPackageGroup",
    "sagemaker:DescribePipeline",
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListModelPackages",
    "sagemaker:ListPipelineExecutionSteps",
]


@dataclass(frozen=True, kw_only=True)
class TeamData:
    """The data that a team's roles work on."""

    read_buckets: Sequence[str]
    """Names of the buckets that they only read."""
    write_buckets: Sequence[str]
    """Names of the buckets that they read and write."""
    key_arns: Sequence[pulumi.Input[str]]
    """Keys of those buckets, of volumes and of images."""


def work_on(scope: Scope, data: TeamData) -> list[Statement]:
    """Objects of the team's buckets, in this account's hands, and the keys as far as those services ask for them."""
    own = {"StringEquals": {"aws:ResourceAccount": scope.account}}
    readable = [f"arn:aws:s3:::{name}" for name in (*data.read_buckets, *data.write_buckets)]
    statements = [
        allow("ListBuckets", actions=["s3:GetBucketLocation", "s3:ListBucket"], resources=readable, condition=own),
        allow("ReadObjects", actions=_READ_OBJECTS, resources=[f"{arn}/*" for arn in readable], condition=own),
    ]
    if data.write_buckets:
        writable = [f"arn:aws:s3:::{name}/*" for name in data.write_buckets]
        statements.append(allow("WriteObjects", actions=_WRITE_OBJECTS, resources=writable, condition=own))
    return [*statements, *_keys(scope, data.key_arns)] if data.key_arns else statements


def _keys(scope: Scope, key_arns: Sequence[pulumi.Input[str]]) -> list[Statement]:
    via = [f"{name}.{scope.region}.amazonaws.com" for name in ("ecr", "s3", "sagemaker", "secretsmanager")]
    through = {"StringEquals": {"kms:ViaService": via}}
    return [
        allow("UseKeysThroughServices", actions=_USE_KEY, resources=list(key_arns), condition=through),
        allow(
            "GrantKeysToServices",
            actions="kms:CreateGrant",
            resources=list(key_arns),
            condition={**through, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]


def running(scope: Scope, streams: Sequence[str]) -> list[Statement]:
    """What every container of the team needs: its log streams, metrics, images, and network interfaces in the VPC."""
    ec2 = f"arn:aws:ec2:{scope.region}:{scope.account}"
    return [
        allow(
            "WriteLogs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[f"arn:aws:logs:{scope.region}:{scope.account}:log-group:{stream}" for stream in streams],
        ),
        allow(
            "ReadSecrets",
            actions=["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            resources=f"arn:aws:secretsmanager:{scope.region}:{scope.account}:secret:{role_names.team_prefix(scope)}-*",
        ),
        # Neither metrics, the registry's log-in nor EC2's lists have resource types.
        allow(
            "WriteMetrics",
            actions="cloudwatch:PutMetricData",
            condition={"StringLike": {"cloudwatch:namespace": ["/aws/sagemaker/*", "aws/sagemaker/*"]}},
        ),
        allow("EnterRegistry", actions="ecr:GetAuthorizationToken"),
        allow(
            "PullImages",
            actions=["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            resources=f"arn:aws:ecr:{scope.region}:{scope.account}:repository/{role_names.repositories(scope)}/*",
        ),
        allow(
            "SeeNetwork",
            actions=[
                f"ec2:Describe{what}"
                for what in ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "VpcEndpoints", "Vpcs")
            ],
        ),
        # AWS assigns the ids of interfaces; the boundary binds SageMaker to our subnets.
        allow(
            "JoinNetwork",
            actions=[
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ],
            resources=[f"{ec2}:{kind}/*" for kind in ("network-interface", "security-group", "subnet")],
        ),
    ]


def jobs(scope: Scope) -> list[Statement]:
    """Jobs, experiments and their tags under the team's names."""
    resources = _named(scope, *_JOBS, *_EXPERIMENTS)
    return [
        allow("Jobs", actions=[*_JOB_ACTIONS, *_EXPERIMENT_ACTIONS], resources=resources),
        allow("TagJobs", actions=["sagemaker:AddTags", "sagemaker:ListTags"], resources=resources),
    ]


def interactive(scope: Scope, profile: str) -> list[Statement]:
    """Studio for one person: the profile's own private spaces, the team's pipelines, registry and endpoints to look at.

    No presigned URLs: whoever opens another's profile acts as its role.
    """
    own = f"arn:aws:sagemaker:{scope.region}:{scope.account}:user-profile/*/{role_names.user_profile(scope, profile)}"
    spaces = [f"arn:aws:sagemaker:{scope.region}:{scope.account}:{kind}/*" for kind in ("app", "space")]
    return [
        # AWS assigns domain ids; the owner binds spaces and their apps to the profile.
        allow(
            "OwnSpaces",
            actions=[f"sagemaker:{verb}{what}" for verb in ("Create", "Delete") for what in ("App", "Space")]
            + ["sagemaker:UpdateSpace"],
            resources=spaces,
            condition={
                "ArnLike": {"sagemaker:OwnerUserProfileArn": own},
                "StringEquals": {"sagemaker:SpaceSharingType": "Private"},
            },
        ),
        allow("TagSpaces", actions="sagemaker:AddTags", resources=spaces, condition=_TAGGED_AS_MADE),
        allow("SeeProfile", actions="sagemaker:DescribeUserProfile", resources=own),
        allow(
            "SeeDomain",
            actions=["sagemaker:DescribeApp", "sagemaker:DescribeDomain", "sagemaker:DescribeSpace"],
            resources=[*spaces, f"arn:aws:sagemaker:{scope.region}:{scope.account}:domain/*"],
        ),
        # Studio lists these to draw its pages; AWS knows no resource types for the lists.
        allow("List", actions=[f"sagemaker:List{what}" for what in _LISTS]),
        allow(
            "SeeTeam",
            actions=[*_SEE, "sagemaker:InvokeEndpoint", "sagemaker:StartPipelineExecution"],
            resources=_named(scope, "endpoint", "endpoint-config", "model", "model-package", *_GROUPS, "pipeline"),
        ),
        *jobs(scope),
        _pass_itself(role_names.execution_role_arn(scope, profile)),
        _never_approve(),
    ]


def automated(scope: Scope) -> list[Statement]:
    """A pipeline run: the team's jobs and models, and a model package that waits for somebody else's approval."""
    steps = [f"arn:aws:sagemaker:{scope.region}:{scope.account}:{kind}/pipelines-*" for kind in (*_JOBS, "model")]
    return [
        *jobs(scope),
        allow(
            "Models",
            actions=["sagemaker:AddTags", "sagemaker:CreateModel", "sagemaker:DescribeModel"],
            resources=_named(scope, "model"),
        ),
        # SageMaker names the jobs of a pipeline's steps `pipelines-<execution>-<step>`, whosever pipeline it is.
        allow(
            "Steps",
            actions=["sagemaker:AddTags", "sagemaker:CreateModel", *_JOB_ACTIONS[:4]],
            resources=steps,
            condition={"StringEqualsIfExists": {"aws:RequestTag/Team": scope.team}},
        ),
        allow(
            "OwnSteps",
            actions=["sagemaker:DescribeModel", *_JOB_ACTIONS[4:]],
            resources=steps,
            condition={"StringEquals": {"aws:ResourceTag/Team": scope.team}},
        ),
        allow(
            "Register",
            actions=[
                "sagemaker:AddTags",
                "sagemaker:CreateModelPackage",
                "sagemaker:DescribeModelPackage",
                "sagemaker:DescribeModelPackageGroup",
                "sagemaker:ListModelPackages",
                "sagemaker:UpdateModelPackage",
            ],
            resources=_named(scope, "model-package", *_GROUPS),
        ),
        _pass_itself(role_names.pipeline_role_arn(scope)),
        _never_approve(),
    ]


def in_group(security_group_id: pulumi.Input[str]) -> Statement:
    """What SageMaker runs for a role joins that security group only, or it would stand among another's work.

    The boundary demands subnets, and the API demands groups wherever there are subnets, so the key is never absent.
    """
    return deny(
        "OtherGroups",
        actions=["sagemaker:Create*", "sagemaker:Update*"],
        condition={"ForAnyValue:StringNotEquals": {"sagemaker:VpcSecurityGroupIds": [security_group_id]}},
    )


def sagemaker_trust(scope: Scope, source_arns: Sequence[str]) -> Statement:
    """SageMaker enters the role on behalf of this account's resources only, and says which profile it works for.

    Source: SageMaker Developer Guide, "Cross-service confused deputy prevention", "Monitoring user resource access".
    """
    return trust(
        "SageMakerForThisAccount",
        actions=["sts:AssumeRole", "sts:SetSourceIdentity"],
        principal=service("sagemaker"),
        condition={
            "StringEquals": {"aws:SourceAccount": scope.account},
            "ArnLike": {"aws:SourceArn": list(source_arns)},
        },
    )


def _pass_itself(role_arn: str) -> Statement:
    return allow(
        "PassItself",
        actions="iam:PassRole",
        resources=role_arn,
        condition={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
    )


def _never_approve() -> Statement:
    """Approval is another role's; a package can be approved as it is made, too. Source: 21 CFR 11.10(g)."""
    return deny(
        "ApproveModels",
        actions=["sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage"],
        condition={"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}},
    )


def _named(scope: Scope, *kinds: str) -> list[str]:
    prefix = role_names.team_prefix(scope)
    return [f"arn:aws:sagemaker:{scope.region}:{scope.account}:{kind}/{prefix}-*" for kind in kinds]
