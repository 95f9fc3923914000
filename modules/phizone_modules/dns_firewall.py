"""What the resolver of a closed network answers: the names of its endpoints and its own hosts, and nothing else.

The resolver asks the whole internet for whoever asks it, past every route, security group and ACL: a name under a
stranger's zone carries to the stranger what stands in it. Source: Amazon Route 53 Developer Guide, "Using DNS Firewall
to filter outbound DNS traffic"; MITRE ATT&CK T1048.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import route53

from phizone_modules.dns_names import allowed_names
from phizone_modules.scope import Scope
from phizone_modules.tags import Classification, tags

EVERYTHING = "*"
"""Every name, as DNS Firewall writes it."""
_CLASSIFICATION = Classification.COMPANY_CONFIDENTIAL
# Between them there is room for an organization's own rule groups; 1 to 100 and 9,900 on are AWS's.
_GROUP_PRIORITY = 101
_ALLOW_PRIORITY, _BLOCK_PRIORITY = 100, 200


@dataclass(frozen=True, kw_only=True)
class DnsFirewallArgs:
    """Which network is closed."""

    scope: Scope
    """Whose network it is; its region says the services' names."""
    vpc_id: pulumi.Input[str]
    """The VPC."""


class DnsFirewall(pulumi.ComponentResource):
    """A list of names that a VPC's resolver answers, every other one refused, and all if the firewall fails.

    Source: 45 CFR 164.312(e)(1).
    """

    rule_group_id: pulumi.Output[str]
    """Id of the rule group."""

    def __init__(self, name: str, args: DnsFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("phizone:index:DnsFirewall", name, None, opts)
        self._prefix, self._args = name, args
        group = route53.ResolverFirewallRuleGroup(
            name,
            name=args.scope.name("dns"),
            region=args.scope.region,
            tags=tags(args.scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        self._allow(group)
        self._block(group)
        self._associate(group)
        self._fail_closed()
        self.rule_group_id = group.id
        self.register_outputs({"rule_group_id": self.rule_group_id})

    def _allow(self, group: route53.ResolverFirewallRuleGroup) -> None:
        scope = self._args.scope
        # Only the first name is looked up in the list: where AWS's own name leads on to, as S3's do, AWS says.
        route53.ResolverFirewallRule(
            f"{self._prefix}-allow",
            name=scope.name("dns", "allow"),
            action="ALLOW",
            firewall_domain_list_id=self._names("allow", allowed_names(scope.region)).id,
            firewall_domain_redirection_action="TRUST_REDIRECTION_DOMAIN",
            firewall_rule_group_id=group.id,
            priority=_ALLOW_PRIORITY,
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _block(self, group: route53.ResolverFirewallRuleGroup) -> None:
        scope = self._args.scope
        route53.ResolverFirewallRule(
            f"{self._prefix}-block",
            name=scope.name("dns", "block"),
            action="BLOCK",
            # The name does not exist, so that clients neither ask again nor wait.
            block_response="NXDOMAIN",
            firewall_domain_list_id=self._names("block", [EVERYTHING]).id,
            firewall_rule_group_id=group.id,
            priority=_BLOCK_PRIORITY,
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _names(self, purpose: str, names: Sequence[str]) -> route53.ResolverFirewallDomainList:
        scope = self._args.scope
        return route53.ResolverFirewallDomainList(
            f"{self._prefix}-{purpose}",
            name=scope.name("dns", purpose),
            domains=list(names),
            region=scope.region,
            tags=tags(scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _associate(self, group: route53.ResolverFirewallRuleGroup) -> None:
        scope = self._args.scope
        route53.ResolverFirewallRuleGroupAssociation(
            self._prefix,
            name=scope.name("dns"),
            firewall_rule_group_id=group.id,
            vpc_id=self._args.vpc_id,
            priority=_GROUP_PRIORITY,
            # Whoever takes it off has to take the protection off first, in a call of its own.
            mutation_protection="ENABLED",
            region=scope.region,
            tags=tags(scope, _CLASSIFICATION),
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _fail_closed(self) -> None:
        route53.ResolverFirewallConfig(
            self._prefix,
            resource_id=self._args.vpc_id,
            firewall_fail_open="DISABLED",
            region=self._args.scope.region,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
