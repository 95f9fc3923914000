"""What the deploy role may do to networks: AWS assigns all ids, so the account and the organization are the bounds."""

from __future__ import annotations

from phizone_modules.policy import Statement, allow
from phizone_modules.scope import Scope

_VPC = (
    "NetworkAcl",
    "NetworkAclEntry",
    "Route",
    "RouteTable",
    "SecurityGroup",
    "Subnet",
    "Tags",
    "TransitGatewayVpcAttachment",
    "Vpc",
)
_FIREWALL = ("DomainList", "RuleGroup")
_TRANSIT = (
    "TransitGateway",
    "TransitGatewayRoute",
    "TransitGatewayRouteTable",
)
# VPCs and what stands in them.
_NETWORK_ACTIONS = [
    *(f"ec2:{verb}{what}" for verb in ("Create", "Delete") for what in _VPC),
    "ec2:AssociateRouteTable",
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CreateFlowLogs",
    "ec2:CreateVpcEndpoint",
    "ec2:DeleteVpcEndpoints",
    "ec2:DisassociateRouteTable",
    "ec2:GetManagedPrefixListEntries",
    "ec2:GetSecurityGroupsForVpc",
    "ec2:ModifySecurityGroupRules",
    "ec2:ModifySubnetAttribute",
    "ec2:ModifyTransitGatewayVpcAttachment",
    "ec2:ModifyVpcAttribute",
    "ec2:ModifyVpcEndpoint",
    "ec2:ReplaceNetworkAclAssociation",
    "ec2:ReplaceNetworkAclEntry",
    "ec2:ReplaceRoute",
    "ec2:ReplaceRouteTableAssociation",
    "ec2:RevokeSecurityGroupEgress",
    "ec2:RevokeSecurityGroupIngress",
]
_NETWORK_LIST_ACTIONS = [
    "ec2:Describe*",
    "route53resolver:GetResolverQueryLogConfigAssociation",
    "route53resolver:ListFirewallConfigs",
]
# Query logs, the DNS firewall, and a VPC's associations with rules; none of these takes a VPC out of either.
_NAME_RESOLUTION_ACTIONS = [
    *(f"route53resolver:{verb}Firewall{what}" for verb in ("Create", "Delete", "Get") for what in _FIREWALL),
    "route53resolver:AssociateFirewallRuleGroup",
    "route53resolver:AssociateResolverQueryLogConfig",
    "route53resolver:AssociateResolverRule",
    "route53resolver:CreateFirewallRule",
    "route53resolver:CreateResolverQueryLogConfig",
    "route53resolver:DeleteFirewallRule",
    "route53resolver:GetFirewallRuleGroupAssociation",
    "route53resolver:GetResolverQueryLogConfig",
    "route53resolver:GetResolverRuleAssociation",
    "route53resolver:ListFirewallDomains",
    "route53resolver:ListFirewallRules",
    "route53resolver:ListTagsForResource",
    "route53resolver:TagResource",
    "route53resolver:UntagResource",
    "route53resolver:UpdateFirewallConfig",
    "route53resolver:UpdateFirewallDomains",
    "route53resolver:UpdateFirewallRule",
    "route53resolver:UpdateFirewallRuleGroupAssociation",
]
# CloudWatch's delivery of query logs, which Route 53 sets up with the rights of whoever asks for it.
# Source: Amazon CloudWatch Logs User Guide, "Enable logging from AWS services".
_LOG_DELIVERY_ACTIONS = [
    *(f"logs:{verb}LogDelivery" for verb in ("Create", "Delete", "Get", "Update")),
    "logs:ListLogDeliveries",
]
# The Transit Gateway and its route tables.
_TRANSIT_GATEWAY_ACTIONS = [
    *(f"ec2:{verb}{what}" for verb in ("Create", "Delete") for what in _TRANSIT),
    "ec2:AcceptTransitGatewayVpcAttachment",
    "ec2:AssociateTransitGatewayRouteTable",
    "ec2:DisassociateTransitGatewayRouteTable",
    "ec2:EnableTransitGatewayRouteTablePropagation",
    "ec2:ModifyTransitGateway",
    "ec2:ReplaceTransitGatewayRoute",
    "ec2:SearchTransitGatewayRoutes",
]
# Resolver rules.
_RESOLVER_ACTIONS = [f"route53resolver:{verb}ResolverRule" for verb in ("Create", "Delete", "Get", "Update")]
# A share's associations and tags.
_SHARE_ACTIONS = [
    "ram:AssociateResourceShare",
    "ram:DisassociateResourceShare",
    "ram:TagResource",
    "ram:UntagResource",
]
# Lists of associations and shares.
_SHARE_LIST_ACTIONS = [
    "ec2:GetTransitGatewayRouteTableAssociations",
    "ec2:GetTransitGatewayRouteTablePropagations",
    "ram:GetResourceShareAssociations",
    "ram:GetResourceShares",
    "ram:ListResources",
]


def network(scope: Scope) -> list[Statement]:
    """VPCs and what stands in them; AWS assigns all their ids, so the account is the bound."""
    return [
        # Lists have no resource types.
        allow("SeeNetworks", actions=_NETWORK_LIST_ACTIONS),
        allow("DeliverQueryLogs", actions=_LOG_DELIVERY_ACTIONS),  # no resource types
        allow("Networks", actions=_NETWORK_ACTIONS, resources=f"arn:aws:ec2:*:{scope.account}:*"),
        # The Transit Gateway is the network account's, which shares it.
        allow(
            "AttachToTransit",
            actions="ec2:CreateTransitGatewayVpcAttachment",
            resources="arn:aws:ec2:*:*:transit-gateway/*",
            condition={"StringEquals": {"aws:ResourceOrgID": scope.organization_id}},
        ),
        allow(
            "NameResolution", actions=_NAME_RESOLUTION_ACTIONS, resources=f"arn:aws:route53resolver:*:{scope.account}:*"
        ),
        allow(
            "ShareResolverRules",
            actions=["route53resolver:AssociateFirewallRuleGroup", "route53resolver:AssociateResolverRule"],
            resources="arn:aws:route53resolver:*:*:*",
            condition={"StringEquals": {"aws:ResourceOrgID": scope.organization_id}},
        ),
    ]


def transit(scope: Scope) -> list[Statement]:
    """The Transit Gateway, its route tables and the shares of them and of the resolver rules."""
    return [
        allow("TransitGateway", actions=_TRANSIT_GATEWAY_ACTIONS, resources=f"arn:aws:ec2:*:{scope.account}:*"),
        allow("Resolver", actions=_RESOLVER_ACTIONS, resources=f"arn:aws:route53resolver:*:{scope.account}:*"),
        allow("Shares", actions=_SHARE_ACTIONS, resources=f"arn:aws:ram:*:{scope.account}:resource-share/*"),
        # No share leaves the organization; a change that does not speak of it leaves it as it was made.
        allow(
            "ChangeShares",
            actions="ram:UpdateResourceShare",
            resources=f"arn:aws:ram:*:{scope.account}:resource-share/*",
            condition={"BoolIfExists": {"ram:RequestedAllowsExternalPrincipals": "false"}},
        ),
        # A new share and the lists have no resource types.
        allow(
            "NewShares",
            actions="ram:CreateResourceShare",
            condition={"Bool": {"ram:RequestedAllowsExternalPrincipals": "false"}},
        ),
        allow("ListShares", actions=_SHARE_LIST_ACTIONS),
    ]
