"""The most that a role may ever be allowed: service by service, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """What roles may do in one AWS service at most."""

    service: str
    """Prefix of its actions, as `s3`; the service is HIPAA-eligible or handles no ePHI."""
    actions: tuple[str, ...]
    """Names of actions without the prefix; a `*` stands for the rest of a name, never for all of a service."""
    reason: str
    """Why the zone needs it."""


WORKLOADS = (
    Ceiling(
        service="sagemaker",
        reason="jobs, models, endpoints and pipelines; no domains, profiles, notebook instances, labelling or clusters",
        actions=(
            "AddTags",
            "AssociateTr*",  # AssociateTrialComponent
            "BatchP*",  # BatchPutMetrics
            "Create*JobDefinition",
            "CreateAction",
            "CreateApp",
            "CreateArtifact",
            "CreateEndpoint*",
            "CreateExperiment",
            "CreateHyper*",
            "CreateMo*",  # CreateModel and its like, and CreateMonitoringSchedule
            "CreatePipeline",
            "CreateProcessing*",
            "CreateSpace",
            "CreateTra*Job",  # CreateTrainingJob and CreateTransformJob
            "CreateTrial*",
            "DeleteApp",
            "DeleteEndpoint*",
            "DeleteSpace",
            "Describe*",
            "InvokeEndpoint*",
            "List*",
            "S*PipelineExecution*",  # Send, Start and Stop
            "Search",
            "Stop*Job",
            "UpdateEndpoint*",
            "UpdateModelPackage",
            "UpdatePipeline*",
            "UpdateSpace",
            "UpdateTrial*",
        ),
    ),
    Ceiling(
        service="s3",
        reason="teams' objects, replication and backup of them",
        actions=(
            "AbortMultipartUpload",
            "DeleteObject",
            "Get*",
            "List*",
            "ObjectOwner*",
            "PutBucketNotification",
            "PutInventory*",
            "PutObject*",
            "Replicate*",
            "RestoreObject",
        ),
    ),
    Ceiling(
        service="kms",
        reason="use of the teams' keys, never their administration",
        actions=("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*"),
    ),
    Ceiling(
        service="logs",
        reason="what jobs, endpoints and flow logs write",
        actions=("CreateLogGroup", "CreateLogStream", "Describe*", "Get*", "PutLogEvents"),
    ),
    Ceiling(service="cloudwatch", reason="metrics of jobs and endpoints", actions=("Get*", "List*", "PutMetricData")),
    Ceiling(service="ecr", reason="images of jobs and endpoints", actions=("BatchC*", "BatchG*", "Describe*", "Get*")),
    Ceiling(
        service="ec2",
        reason="network interfaces of jobs in the VPC",
        actions=("CreateNetworkInterface*", "DeleteNetworkInterface*", "Describe*"),
    ),
    Ceiling(service="iam", reason="passing the zone's own roles to services", actions=("GetRole", "PassRole")),
    Ceiling(service="states", reason="retraining and promotion", actions=("StartExecution",)),
    Ceiling(
        service="events",
        reason="model approval, and the rules that AWS Backup makes for S3",
        actions=("*Rule*", "*Targets*", "PutEvents"),
    ),
    Ceiling(service="lambda", reason="steps of retraining and promotion", actions=("InvokeFunction",)),
    Ceiling(service="sns", reason="alerts", actions=("Publish",)),
    Ceiling(service="sqs", reason="events that could not be delivered", actions=("SendMessage",)),
    Ceiling(service="backup", reason="copies of buckets and home directories", actions=("Copy*", "Describe*", "Tag*")),
    Ceiling(
        service="elasticfilesystem", reason="home directories of Studio", actions=("Backup", "Describe*", "Restore")
    ),
    Ceiling(service="tag", reason="AWS Backup selects by tag", actions=("GetResources",)),
    Ceiling(
        service="secretsmanager",
        reason="the teams' secrets and their rotation",
        actions=("*SecretV*", "DescribeSecret"),
    ),
)
"""Ceilings of every role that a deployment makes, in whatever account."""
_TRANSIT_WORKLOADS = (
    Ceiling(
        service="ec2",
        reason="attach roles join an environment's VPC to its route table of the Transit Gateway",
        actions=(
            "AcceptTransitGatewayVpc*",
            "AssociateTransitGatewayRouteTable",
            "CreateTags",
            "DeleteTransitGatewayVpc*",
            "DisableTransitGatewayRouteTableP*",
            "DisassociateTransitGatewayRouteTable",
            "EnableTransitGatewayRouteTableP*",
            "GetTransitGateway*",
        ),
    ),
)
_AGGREGATION_WORKLOADS = (
    Ceiling(
        service="organizations",
        reason="AWS Config aggregates the records of the accounts there are",
        actions=("DescribeOrganization", "ListA*", "ListDelegatedAdministrators"),
    ),
)


class Duty(StrEnum):
    """What an account is for, which says what its deploy role must be able to build."""

    WORKSPACE = "workspace"
    """Data, training and serving of an environment."""
    NETWORK = "network"
    """The Transit Gateway between the environments."""
    SECURITY = "security"
    """Audit trail, its archive and the detectors."""
    ORGANIZATION = "organization"
    """Units, accounts and guardrails, in the management account."""


_READ = ("Describe*", "Get*", "List*")
_MANAGE = ("Create*", "Delete*", "Put*", "Update*", *_READ)
_TAG = ("*agResource",)  # TagResource and UntagResource; a boundary counts its characters

AUDITED = (
    Ceiling(service="application-autoscaling", reason="how endpoints and tables grow", actions=("Describe*",)),
    Ceiling(service="backup", reason="vaults and plans", actions=("Get*", "List*")),
    Ceiling(service="dynamodb", reason="tables, none of their items", actions=("Describe*", "GetR*", "List*")),
    Ceiling(service="ec2", reason="networks, instances and what is shared", actions=("Describe*", "Get*", "Search*")),
    Ceiling(service="ecr", reason="repositories", actions=_READ),
    Ceiling(service="elasticfilesystem", reason="file systems", actions=("Describe*",)),
    Ceiling(service="lambda", reason="functions and who calls them", actions=("Get*", "List*")),
    Ceiling(service="ram", reason="what is shared with whom", actions=("Get*",)),
    Ceiling(service="route53", reason="zones", actions=("Get*", "List*")),
    Ceiling(service="route53resolver", reason="name resolution and its log", actions=("List*",)),
    Ceiling(service="sagemaker", reason="whatever works there", actions=("Describe*", "GetM*", "List*")),
    Ceiling(
        service="secretsmanager",
        reason="secrets, none of their values",
        actions=("DescribeSecret", "GetResourcePolicy", "List*"),
    ),
    Ceiling(service="sqs", reason="queues", actions=("GetQueueAttributes", "List*")),
    Ceiling(service="sso", reason="whom IAM Identity Center assigns what", actions=_READ),
)
"""What the auditor reads in every account, whatever it is for: what nobody meant to be there shows in no other way."""

_EVERYWHERE = (
    Ceiling(service="s3", reason="buckets, and their data in an emergency", actions=(*_MANAGE, *_TAG)),
    Ceiling(
        service="kms",
        reason="keys, their rescue, and use through services in an emergency",
        actions=("CancelKeyDeletion", "Decrypt", "EnableKey*", *_MANAGE, *_TAG),
    ),
    Ceiling(
        service="iam",
        reason="roles within the boundary, and reading all of it",
        actions=("*Polic*", "*Role*", "Generate*", "Get*", "List*", "Simulate*"),
    ),
    Ceiling(service="logs", reason="log groups and what they hold", actions=("*KmsKey", "F*", "St*", *_MANAGE, *_TAG)),
    Ceiling(service="cloudwatch", reason="alarms", actions=("DeleteAlarms", "PutMetricAlarm", *_READ, *_TAG)),
    Ceiling(service="events", reason="rules", actions=("*Rule*", "*Targets*", "List*", *_TAG)),
    Ceiling(service="sns", reason="alerts", actions=("*Attributes", "*Topic*", "*ubscri*", "List*", *_TAG)),
    Ceiling(service="sts", reason="auditor and deploy enter other accounts' roles", actions=("AssumeRole", "Get*")),
    Ceiling(service="tag", reason="what is tagged how", actions=("GetResources",)),
    Ceiling(service="cloudtrail", reason="what was done", actions=(*_READ, "LookupEvents")),
    Ceiling(
        service="config",
        reason="recorders, and the state of the safeguards",
        actions=("PutConfigurationRecorder", "PutDeliveryChannel", "StartC*", "TagResource", *_READ),
    ),
    *(
        Ceiling(service=service, reason="the state of the safeguards", actions=_READ)
        for service in ("guardduty", "macie2", "securityhub")
    ),
    Ceiling(
        service="ec2",
        reason="encrypted volumes, private snapshots and careful instances by default",
        actions=("*EbsDefaultKmsKeyId", "EnableEbs*", "EnableSnapshot*", "GetE*", "GetI*", "GetS*", "ModifyInstanceM*"),
    ),
    Ceiling(service="access-analyzer", reason="outside access", actions=("Get*", "List*")),
    Ceiling(service="inspector2", reason="image scans", actions=("BatchGet*", "List*")),
    Ceiling(service="organizations", reason="which account is which", actions=("Describe*", "List*")),
    *AUDITED,
)
_NETWORKS = (
    Ceiling(
        service="ec2",
        reason="networks, and their isolation in an emergency",
        actions=(
            "A*",  # Accept, Allocate, Assign, Associate, Attach, Authorize
            "Create*",
            "De*",  # Delete, Deregister, Describe, Detach
            "Disassociate*",
            "EnableTransitGateway*",
            "Get*",
            "Modify*",
            "Re*",  # Release, Replace, Revoke
            "Search*",
        ),
    ),
    Ceiling(
        service="route53resolver",
        reason="name resolution",
        actions=("Associate*", "Create*", "Delete*", "Get*", "List*", "Put*", "Update*", *_TAG),
    ),
    Ceiling(service="route53", reason="private zones", actions=("*HostedZone*", "Change*", "Get*", "List*")),
    Ceiling(service="ram", reason="shares within the organization", actions=("*Resource*", "Get*", "List*")),
)
_BY_DUTY = {
    Duty.WORKSPACE: (
        *_NETWORKS,
        Ceiling(
            service="sagemaker",
            reason="domains, registry, endpoints and pipelines; stopping them in an emergency",
            actions=("*Tags", "Stop*", *_MANAGE),
        ),
        Ceiling(service="ecr", reason="repositories", actions=("SetRepositoryPolicy", *_MANAGE[:3], *_READ, *_TAG)),
        Ceiling(service="sqs", reason="queues", actions=("*Queue", "*QueueAttributes", "List*")),
        Ceiling(service="states", reason="retraining", actions=("*StateMachine*", "List*", "StopExecution", *_TAG)),
        Ceiling(service="backup", reason="vaults, plans, restores", actions=("StartRestoreJob", *_MANAGE, *_TAG)),
        Ceiling(service="backup-storage", reason="where vaults lie", actions=("MountCapsule",)),
        Ceiling(service="elasticfilesystem", reason="home directories of Studio", actions=("Describe*",)),
        Ceiling(
            service="lambda",
            reason="rotation of secrets",
            actions=("*Function", "*Permission", "Get*", "List*", "UpdateFunctionC*", *_TAG),
        ),
        Ceiling(
            service="secretsmanager",
            reason="secrets, and none of their values",
            actions=("*ResourcePolicy", "*RotateSecret", "CreateSecret", "De*Secret", *_TAG),
        ),
    ),
    Duty.NETWORK: _NETWORKS,
    Duty.SECURITY: (
        Ceiling(
            service="cloudtrail",
            reason="trails",
            actions=("*Tags", "CreateTrail", "PutEventSelectors", "StartLogging", "UpdateTrail"),
        ),
        Ceiling(service="config", reason="aggregator and rules", actions=("Delete*", "Put*", "Start*", *_TAG)),
        *(
            Ceiling(service=service, reason="detectors", actions=("*Enable*", "Create*", "Delete*", "Update*", *_TAG))
            for service in ("guardduty", "inspector2", "macie2", "securityhub")
        ),
        Ceiling(service="securityhub", reason="a policy for all accounts", actions=("StartC*Association",)),
        Ceiling(service="access-analyzer", reason="outside access", actions=("*Analyzer", "*ArchiveRule", *_TAG)),
    ),
    Duty.ORGANIZATION: (
        Ceiling(
            service="cloudtrail",
            reason="the trail's home",
            actions=("*Tags", "CreateTrail", "P*", "Start*", "UpdateTrail"),
        ),
        Ceiling(
            service="organizations",
            reason="units, accounts and guardrails",
            actions=("Attach*", "Create*", "Delete*", "Detach*", "Enable*", "MoveAccount", "Re*", "Update*", *_TAG),
        ),
        Ceiling(service="ram", reason="shares within the organization", actions=("EnableSharing*", "Get*")),
    ),
}


def workloads(duties: Sequence[Duty]) -> tuple[Ceiling, ...]:
    """Ceilings of the roles that a deployment makes; an account of networks has attach roles too."""
    transit = _TRANSIT_WORKLOADS if Duty.NETWORK in duties else ()
    aggregation = _AGGREGATION_WORKLOADS if Duty.SECURITY in duties else ()
    return (*WORKLOADS, *transit, *aggregation)


def platform(duties: Sequence[Duty]) -> tuple[Ceiling, ...]:
    """Ceilings of the deploy, auditor and break-glass roles together; each one's own policy stays far below."""
    return (*_EVERYWHERE, *(ceiling for duty in duties for ceiling in _BY_DUTY[duty]))


def allowed(ceilings: Sequence[Ceiling]) -> list[str]:
    """The actions of these ceilings as a policy names them, sorted; none that another of them covers."""
    named = {f"{ceiling.service}:{action}" for ceiling in ceilings for action in ceiling.actions}
    return sorted(each for each in named if not any(fnmatchcase(each, other) for other in named - {each}))
