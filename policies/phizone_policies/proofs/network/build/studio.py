"""Where Studio, models, jobs and functions start something, and with which security groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.proofs.network.build.joined import joined
from phizone_policies.proofs.network.build.stands import Stands
from phizone_policies.proofs.network.build.teams import team_of_node
from phizone_policies.views.blocks import leaves
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_DOMAIN, _PROFILE = "aws_sagemaker_domain", "aws_sagemaker_user_profile"
_OF_DOMAIN = (
    "default_space_settings.security_groups",
    "default_user_settings.security_groups",
    "domain_settings.security_group_ids",
)
_OF_PROFILE = "user_settings.security_groups"
_STARTING = (
    "aws_lambda_function",
    "aws_sagemaker_data_quality_job_definition",
    "aws_sagemaker_hyper_parameter_tuning_job",
    "aws_sagemaker_model",
    "aws_sagemaker_monitoring_schedule",
    "aws_sagemaker_notebook_instance",
    "aws_sagemaker_training_job",
)


@dataclass(frozen=True, slots=True)
class Start:
    """Something that may start in a subnet with a security group."""

    subnet: str
    """The subnet."""
    group: str
    """The group."""
    team: str
    """The team it is of; empty for none that is known."""
    because: str
    """What allows it, in a sentence without full stop."""


def started(stands: Stands) -> Iterator[Start]:
    """What the graph's own resources let start."""
    survey = stands.survey
    for domain in survey.of_type(_DOMAIN):
        with survey.reading(domain):
            yield from _in_domain(stands, domain, domain, [v for path in _OF_DOMAIN for v in leaves(domain, path)])
    for profile in survey.of_type(_PROFILE):
        with survey.reading(profile):
            domain_of = survey.named(profile.get("domain_id"), _DOMAIN)
            if domain_of is None:
                survey.missing(profile.address, "its domain is not in the graph")
                continue
            yield from _in_domain(stands, profile, domain_of, leaves(profile, _OF_PROFILE))
    for node in survey.graph.of_type(*_STARTING):
        found = joined(survey, node)
        for subnet in found.subnets:
            for group in found.groups:
                yield Start(subnet, group, team_of_node(node), f"{node.address} has it")


def _in_domain(stands: Stands, node: Node, domain: Node, values: list[Value]) -> Iterator[Start]:
    survey = stands.survey
    groups = stands.group_names(node, values)
    for value in domain.items("subnet_ids"):
        subnet = survey.subnet(value)
        if subnet not in stands.subnets:
            survey.missing(domain.address, "one of its subnets is not in the graph")
            continue
        for group in groups or stands.groups(node, subnet, ()):
            yield Start(subnet, group, team_of_node(node), f"{node.address} gives it to its apps")
