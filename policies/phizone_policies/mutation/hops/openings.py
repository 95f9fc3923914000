"""Mutants of the ways into AWS's own networks: endpoints that let anything through, computing outside the VPC, DNS."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from phizone_policies.check import View
from phizone_policies.mutation.hops.making import beside, broken, given, team, without
from phizone_policies.mutation.places import Mutant
from phizone_policies.mutation.statements import edited, is_policy
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Template

ANYBODYS = "endpoint policy for anybody's resources"
"""No statement of an endpoint's policy asks any more whose the resource is."""
UNPOLICED = "endpoint without its policy"
"""An endpoint lets every request through, as AWS's default does."""
UNNAMED = "endpoint without private names"
"""What programs ask by the service's own name no longer comes to the endpoint."""
STUDIO = "Studio outside the VPC"
"""The apps of a Studio domain are in AWS's network, which has internet."""
FUNCTION = "function outside the VPC"
"""A function runs in AWS's network, which has internet."""
NOTEBOOK = "notebook with internet"
"""A team has a notebook instance with AWS's own way to the internet, which is the default."""
FAILS_OPEN = "DNS firewall fails open"
"""Queries are answered while the firewall does not answer."""
UNBLOCKED = "DNS firewall without its block"
"""Names that no rule allows are answered."""
UNASKED = "DNS firewall not asked"
"""No rule is asked about the names that a VPC looks up."""
OPERATORS = (ANYBODYS, UNPOLICED, UNNAMED, STUDIO, FUNCTION, NOTEBOOK, FAILS_OPEN, UNBLOCKED, UNASKED)
"""Every operator of this module."""
_DNS, _THROUGH = "dns_is_closed", "aws_apis_only_through_endpoints"
_WHOSE = ("aws:ResourceOrgID", "aws:ResourceAccount", "aws:ResourceOrgPaths")
_DOMAIN = "aws_sagemaker_domain"


def mutants(view: View) -> Iterator[Mutant]:
    """Every mutant of what the environment answers for."""
    for endpoint in view.judged("aws_vpc_endpoint"):
        yield from _of_endpoint(endpoint)
    for domain in view.judged(_DOMAIN):
        open_ = given(domain, app_network_access_type=None)
        yield broken(STUDIO, _THROUGH, open_, path="app_network_access_type")
        yield from _notebooks(view, domain)
    for function in view.judged("aws_lambda_function"):
        if function.get("vpc_config"):
            yield broken(FUNCTION, _THROUGH, given(function, vpc_config=None), path="vpc_config")
    yield from _of_dns(view)


def _of_endpoint(endpoint: Node) -> Iterator[Mutant]:
    policy = endpoint.get("policy")
    # AWS takes no policy for some services, so that an endpoint of theirs has none to lose.
    if isinstance(policy, str | Template) and is_policy(policy):
        anybodys = edited(policy, lambda statements: [_of_anybody(each) for each in statements])
        if anybodys != edited(policy, list):
            yield broken(ANYBODYS, _THROUGH, given(endpoint, policy=anybodys), path="policy")
        yield broken(UNPOLICED, _THROUGH, given(endpoint, policy=None), path="policy")
    if endpoint.get("private_dns_enabled") is True:
        named = given(endpoint, private_dns_enabled=False)
        yield broken(UNNAMED, _THROUGH, named, path="private_dns_enabled")


def _of_anybody(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement without its tests on whose a resource is."""
    changed = copy.deepcopy(statement)
    for tests in changed.get("Condition", {}).values():
        for key in _WHOSE:
            tests.pop(key, None)
    return changed


def _notebooks(view: View, domain: Node) -> Iterator[Mutant]:
    """One in the first subnet of the domain, with the group and the role of each of its profiles."""
    subnet = domain.items("subnet_ids")[0]
    for profile in view.graph.referrers(domain, "aws_sagemaker_user_profile"):
        settings = profile.blocks("user_settings")[0]
        notebook = beside(
            domain,
            "aws_sagemaker_notebook_instance",
            f"{profile.name}-notebook",
            instance_metadata_service_configuration=[{"minimum_instance_metadata_service_version": "2"}],
            instance_type="ml.t3.medium",
            kms_key_id=domain.get("kms_key_id"),
            name=f"{profile.name}-notebook",
            role_arn=settings["execution_role"],
            root_access="Disabled",
            security_groups=settings["security_groups"],
            subnet_id=subnet,
            tags=domain.get("tags"),
        )
        yield broken(NOTEBOOK, _THROUGH, notebook, to=team(domain))


def _of_dns(view: View) -> Iterator[Mutant]:
    for config in view.judged("aws_route53_resolver_firewall_config"):
        open_ = given(config, firewall_fail_open="ENABLED")
        yield broken(FAILS_OPEN, _DNS, open_, path="firewall_fail_open")
    for rule in view.judged("aws_route53_resolver_firewall_rule"):
        if rule.get("action") == "BLOCK":
            yield without(UNBLOCKED, _DNS, [rule])
    for association in view.judged("aws_route53_resolver_firewall_rule_group_association"):
        yield without(UNASKED, _DNS, [association])
