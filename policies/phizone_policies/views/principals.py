"""Who a policy lets in: whose account a principal is of, and what binds an AWS service to ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phizone_policies.check import View
from phizone_policies.views.documents import Statement
from phizone_policies.views.naming import named_node
from phizone_policies.views.perimeter import binds
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT

EVERYBODY = (("*", "*"), ("AWS", "*"))
"""The principals that mean everybody."""
SENDING_SOURCE = frozenset(
    f"{name}.amazonaws.com"
    for name in (
        "bedrock",
        "cloudformation",
        "codebuild",
        "config",
        "ecs-tasks",
        "events",
        "glue",
        "logs",
        "pipes",
        "sagemaker",
        "scheduler",
        "ssm",
        "states",
        "vpc-flow-logs",
    )
)
"""Services that tell for whom they enter a role, in `aws:SourceAccount` or `aws:SourceArn`.

Of the others some tell nothing, so that a condition would stop them: CloudTrail's delivery to CloudWatch Logs is one
(prowler-cloud/prowler issue 4714). Not yet compared, service by service, with the guides' chapters "Cross-service
confused deputy prevention".
"""
_ACCOUNT = re.compile(r"\d{12}")
_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}")
_SYMBOL = re.compile(r"<\S+ of (?P<address>.+)>")
_CONTEXT = "kms:encryptioncontext:"
_AUDIENCE, _SUBJECT = ":aud", ":sub"


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the organization knows: its accounts and what stands in its graph."""

    view: View
    """The graph, and whose accounts are ours."""
    generous: bool = False
    """Whether, where a program does not say in which account or organization it builds, any exact one may be ours."""

    def account(self, text: str) -> str:
        """The account of an id, an ARN or a resource of the graph; empty where the text names none."""
        if _ACCOUNT.fullmatch(text):
            return text
        if found := _SYMBOL.fullmatch(text):
            node = self.view.graph.find(found["address"])
            return node.account if node else ""
        parts = text.split(":", 5)
        return parts[4] if parts[0] == "arn" and len(parts) > 5 else ""

    def is_ours(self, text: str) -> bool:
        """Whether an id, an ARN or a resource is of one of the organization's accounts."""
        account, ours = self.account(text), self.view.accounts
        if self.generous and UNNAMED_ACCOUNT in ours and _ACCOUNT.fullmatch(account):
            return True
        return account in ours

    def is_organization(self, text: str) -> bool:
        """Whether an id is our organization's, or that of an organization in the graph."""
        if found := _SYMBOL.fullmatch(text):
            node = self.view.graph.find(found["address"])
            return node is not None and node.type.endswith("aws_organizations_organization")
        ours = self.view.organization_id
        return text == ours if ours else self.generous and _ORGANIZATION.fullmatch(text) is not None

    def is_source(self, text: str) -> bool:
        """Whether a source is ours: by its account, or, for a bucket's ARN, which has none, by its whole name."""
        return self.is_ours(text) or named_node(self.view.graph, text, ("aws_s3_bucket",), "arn") is not None

    def binds_service(self, statement: Statement) -> bool:
        """Whether a statement lets an AWS service act only for us: for our account, resource or encrypted thing."""
        contexts = {key for _, key, _ in statement.conditions if key.lower().startswith(_CONTEXT)}
        return self.binds_source(statement) or any(binds(statement, key, self.is_ours) for key in contexts)

    def binds_source(self, statement: Statement) -> bool:
        """Whether only an AWS service meets a statement, which acts for our account or resource.

        An encryption context does not say so: whoever calls KMS writes there what they like.
        """
        return (
            binds(statement, "aws:SourceAccount", self.is_ours)
            or binds(statement, "aws:SourceArn", self.is_source)
            or binds(statement, "aws:SourceOrgID", self.is_organization)
        )

    def binds_caller(self, statement: Statement) -> bool:
        """Whether a statement lets everybody in who is of the organization, and nobody else."""
        by_account = ("aws:PrincipalAccount", "kms:CallerAccount")
        return (
            self.binds_organization(statement)
            or any(binds(statement, key, self.is_ours) for key in by_account)
            or binds(statement, "aws:PrincipalArn", self.is_ours)
        )

    def binds_organization(self, statement: Statement) -> bool:
        """Whether a statement lets in only who is of the organization, in whatever account of it."""
        return binds(statement, "aws:PrincipalOrgID", self.is_organization) or binds(
            statement, "aws:PrincipalOrgPaths", lambda each: self.is_organization(each.split("/", 1)[0])
        )


def names_web_identity(statement: Statement) -> bool:
    """Whether a trust in an identity provider names exact audiences and exact subjects.

    Only `StringEquals` compares whole text; a pattern of subjects lets other repositories and branches in.
    """
    exact = [key for operator, key, values in statement.conditions if _is_exact(operator) and values]
    return all(any(key.endswith(end) for key in exact) for end in (_AUDIENCE, _SUBJECT))


def names_saml(statement: Statement) -> bool:
    """Whether a trust in a SAML provider names the audience, which is AWS's sign-in page."""
    return any(_is_exact(operator) for operator, _ in statement.condition("SAML:aud"))


def _is_exact(operator: str) -> bool:
    return operator in ("StringEquals", "ForAnyValue:StringEquals")
