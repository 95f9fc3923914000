"""AWS services that a closed network reaches through endpoints, as data: why, and what may be asked of each there."""

from __future__ import annotations

from dataclasses import dataclass, field

AMAZON = "com.amazonaws"
"""Prefix of most service names."""
SAGEMAKER = "aws.sagemaker"
"""Prefix of SageMaker's browser-facing services; `com.amazonaws` there is the classic mistake."""
_LISTED = 'VPC User Guide of 2022, "AWS services that you can use with AWS PrivateLink"'
_SAGEMAKER_GUIDE = "SageMaker Developer Guide, "
_PERIMETER = "aws-samples/data-perimeter-policy-examples, vpc_endpoint_policies of 2026"


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service as an endpoint offers it to the network."""

    name: str
    """Last part of the service name, as `ecr.dkr`."""
    why: str
    """What stops working without it."""
    actions: tuple[str, ...]
    """Most that may be asked through the endpoint; administration is not, since it is done from CI, not from here."""
    prefix: str = AMAZON
    """First part of the service name."""
    source: str = _LISTED
    """Who says whether it takes a policy."""
    service_actions: tuple[str, ...] = field(default=())
    """What AWS services may ask on their own behalf, of the organization's resources; by default nothing."""

    def service_name(self, region: str) -> str:
        """The full name in a region, as `com.amazonaws.us-east-1.sts`."""
        return f"{self.prefix}.{region}.{self.name}"


_SAGEMAKER_WORK = tuple(
    f"sagemaker:{action}"
    for action in (
        "AddAssociation",
        "AddTags",
        "AssociateTrialComponent",
        "BatchDescribeModelPackage",
        "CreateAction",
        "CreateApp",
        "CreateArtifact",
        "CreateAutoMLJobV2",
        "CreateContext",
        "Create*JobDefinition",
        "CreateEndpoint",
        "CreateEndpointConfig",
        "CreateExperiment",
        "CreateFeatureGroup",
        "CreateHyperParameterTuningJob",
        "CreateModel",
        "CreateModelCard*",
        "CreateModelPackage*",
        "CreateMonitoringSchedule",
        "CreatePipeline",
        "CreatePresignedDomainUrl",
        "CreatePresignedMlflow*",
        "CreateProcessingJob",
        "CreateSpace",
        "CreateTrainingJob",
        "CreateTransformJob",
        "CreateTrial*",
        "DeleteApp",
        "DeleteAssociation",
        "DeleteEndpoint",
        "DeleteEndpointConfig",
        "DeleteExperiment",
        "DeleteModel",
        "DeletePipeline",
        "DeleteSpace",
        "DeleteTrial*",
        "Describe*",
        "DisassociateTrialComponent",
        "GetSearchSuggestions",
        "List*",
        "QueryLineage",
        "RetryPipelineExecution",
        "Search",
        "SendPipelineExecutionStep*",
        "StartMonitoringSchedule",
        "StartPipelineExecution",
        "Stop*Job",
        "StopMonitoringSchedule",
        "StopPipelineExecution",
        "UpdateAction",
        "UpdateArtifact",
        "UpdateContext",
        "UpdateEndpoint*",
        "UpdateExperiment",
        "UpdateFeature*",
        "UpdateModelCard",
        "UpdateModelPackage",
        "UpdateMonitoringSchedule",
        "UpdatePipeline*",
        "UpdateSpace",
        "UpdateTrial*",
    )
)
_REGISTRY = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:DescribeImageScanFindings",
    "ecr:DescribeImages",
    "ecr:DescribeRepositories",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:ListImages",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
_TABLES = (
    "BatchCreatePartition",
    "BatchGetPartition",
    "CreatePartition",
    "CreateTable",
    "GetDatabase",
    "GetDatabases",
    "GetJob*",
    "GetPartition*",
    "GetTable*",
    "StartJobRun",
    "UpdatePartition",
    "UpdateTable",
)

INTERFACE_SERVICES: tuple[Service, ...] = (
    Service(
        name="sagemaker.api",
        why="Studio, training, processing, pipelines and the registry are asked for here",
        actions=_SAGEMAKER_WORK,
    ),
    Service(
        name="sagemaker.runtime",
        why="applications ask endpoints for predictions",
        actions=("sagemaker:InvokeEndpoint*",),
    ),
    Service(
        name="sagemaker.featurestore-runtime",
        why="jobs and endpoints read and write online features",
        actions=("sagemaker:BatchGetRecord", "sagemaker:DeleteRecord", "sagemaker:GetRecord", "sagemaker:PutRecord"),
        source=_SAGEMAKER_GUIDE + '"Create a VPC Endpoint Policy for SageMaker Feature Store"',
    ),
    Service(
        name="sagemaker.metrics",
        why="training jobs write the metrics that Studio shows",
        actions=("sagemaker:BatchGetMetrics", "sagemaker:BatchPutMetrics"),
        source="no page says; taken to be as sagemaker.api, to be checked with describe-vpc-endpoint-services",
    ),
    Service(
        name="studio",
        prefix=SAGEMAKER,
        why="people open Studio from inside the network",
        actions=("sagemaker:CreateApp", "sagemaker:CreatePresignedDomainUrl"),
        source=_SAGEMAKER_GUIDE + '"Create a VPC Endpoint Policy for SageMaker Studio", which asks for CreateApp too',
    ),
    Service(
        name="notebook",
        prefix=SAGEMAKER,
        why="people open notebook instances from inside the network",
        actions=("sagemaker:CreatePresignedNotebookInstanceUrl",),
    ),
    Service(
        name="experiments",
        prefix=SAGEMAKER,
        why="jobs and people write to and read from managed MLflow",
        actions=(
            "sagemaker-mlflow:AccessUI",
            "sagemaker-mlflow:Create*",
            "sagemaker-mlflow:EndTrace",
            "sagemaker-mlflow:FinalizeLoggedModel",
            "sagemaker-mlflow:Get*",
            "sagemaker-mlflow:List*",
            "sagemaker-mlflow:Log*",
            "sagemaker-mlflow:Search*",
            "sagemaker-mlflow:Set*",
            "sagemaker-mlflow:StartTrace",
            "sagemaker-mlflow:Update*",
        ),
        source=_SAGEMAKER_GUIDE + '"Create a VPC endpoint policy for SageMaker AI MLflow"',
    ),
    Service(
        name="sts",
        why="SDKs ask who they are; without it they report a missing permission",
        actions=(
            "sts:AssumeRole",
            "sts:DecodeAuthorizationMessage",
            "sts:GetCallerIdentity",
            "sts:SetSourceIdentity",
            "sts:TagSession",
        ),
    ),
    Service(
        name="logs",
        why="jobs write their logs; without it they hang on starting",
        actions=(
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:GetQueryResults",
            "logs:PutLogEvents",
            "logs:StartQuery",
            "logs:StopQuery",
        ),
    ),
    Service(
        name="monitoring",
        why="jobs and endpoints write metrics, and alarms are read",
        actions=(
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "cloudwatch:ListMetrics",
            "cloudwatch:PutMetricData",
        ),
    ),
    Service(
        name="kms",
        why="whatever is encrypted with our keys is opened with them",
        actions=(
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ListAliases",
            "kms:ReEncrypt*",
        ),
    ),
    Service(name="ecr.api", why="image manifests and pull tokens", actions=_REGISTRY),
    Service(name="ecr.dkr", why="docker pulls and pushes", actions=_REGISTRY),
    Service(
        name="secretsmanager",
        why="the teams' secrets are read, and renewed by their function",
        actions=(
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
        ),
    ),
    Service(
        name="ssm",
        why="parameters of jobs and pipelines",
        actions=("ssm:DescribeParameters", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"),
        source=_PERIMETER,
    ),
    Service(
        name="events",
        why="pipelines tell what happened",
        actions=("events:DescribeRule", "events:ListRules", "events:PutEvents"),
    ),
    Service(
        name="states",
        why="workflows are started, and their tasks answer",
        actions=(
            "states:DescribeExecution",
            "states:DescribeStateMachine",
            "states:GetExecutionHistory",
            "states:ListExecutions",
            "states:ListStateMachines",
            "states:SendTask*",
            "states:StartExecution",
            "states:StopExecution",
        ),
    ),
    Service(
        name="lambda",
        why="pipeline steps call functions",
        actions=("lambda:GetFunctionConfiguration", "lambda:InvokeFunction", "lambda:ListFunctions"),
    ),
    Service(
        name="sqs",
        why="callback steps of pipelines wait on queues",
        actions=(
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ReceiveMessage",
            "sqs:SendMessage",
        ),
    ),
    Service(
        name="sns", why="asynchronous endpoints and monitors notify", actions=("sns:GetTopicAttributes", "sns:Publish")
    ),
    Service(
        name="glue",
        why="the offline feature store and Athena keep their tables in its catalog",
        actions=tuple(f"glue:{action}" for action in _TABLES),
        source='AWS Glue Developer Guide, "Configuring interface VPC endpoints", which gives policies',
    ),
    Service(
        name="athena",
        why="features and captured data are queried",
        actions=(
            "athena:BatchGetQueryExecution",
            "athena:GetDataCatalog",
            "athena:GetDatabase",
            "athena:GetQueryExecution",
            "athena:GetQueryResults*",
            "athena:GetTableMetadata",
            "athena:GetWorkGroup",
            "athena:ListDatabases",
            "athena:ListTableMetadata",
            "athena:StartQueryExecution",
            "athena:StopQueryExecution",
        ),
    ),
    Service(
        name="elasticfilesystem",
        why="Studio looks up the file system of its home directories",
        actions=("elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeMountTargets"),
    ),
    Service(
        name="ec2",
        why="jobs in a VPC look up its subnets and groups",
        actions=(
            "ec2:DescribeDhcpOptions",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribeVpcs",
        ),
    ),
)
"""Services with an address in the endpoint subnets."""

GATEWAY_SERVICES: tuple[Service, ...] = (
    Service(
        name="s3",
        why="data, models and logs; image layers and JumpStart's models in AWS's buckets",
        actions=(
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:DeleteObjectTagging",
            "s3:GetBucketLocation",
            "s3:GetObject*",
            "s3:ListBucket*",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
        ),
        service_actions=("s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"),
        source='Amazon S3 User Guide, "Gateway endpoints for Amazon S3"',
    ),
    Service(
        name="dynamodb",
        why="state of pipelines and applications",
        actions=(
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
        ),
        source='Amazon DynamoDB Developer Guide, "Using VPC endpoints to access DynamoDB"',
    ),
)
"""Services with a route in the workload route tables."""
