"""The layers of policies that have a say in a request, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from phizone_policies.proofs.access.exempt import reached_by_rcp, reached_by_scp, root_keeps_its_bucket_policy
from phizone_policies.proofs.access.index import Asked, Rule, alone, numbered_about
from phizone_policies.proofs.access.naming import Naming
from phizone_policies.proofs.access.request import Policies
from phizone_policies.views.documents import Document

Documents = tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Policies of one kind."""

    name: str
    """As it stands in a sentence, as `the identity policies`."""
    by_principal: bool = False
    """Whether its statements say whom they mean; where not, they mean whoever has them."""
    unnamed: Naming = Naming.ITSELF
    """How a statement without Principal names who asks."""
    without_resource: bool = False
    """Whether a statement without Resource is about the resource it stands on; where not, it is about none."""

    def denials(self, asked: Asked, documents: Documents) -> list[str]:
        """A sentence for each Deny that meets the request."""
        return [
            f"{self._statement(rule, number, documents)} denies it"
            for number, rule in numbered_about(documents, asked.action)[1]
            if self._denies(rule, asked) and rule.meets(asked, self.without_resource)
        ]

    def allows(self, asked: Asked, documents: Documents) -> bool:
        """Whether some Allow meets the request, however it names who asks."""
        # A loop, for a generator takes longer than most statements.
        for _, rule in numbered_about(documents, asked.action)[0]:
            if (not self.by_principal or self._allows(rule, asked)) and rule.meets(asked, self.without_resource):
                return True
        return False

    def strongest(self, asked: Asked, documents: Documents, enough: Naming = Naming.ITSELF) -> tuple[Naming, str]:
        """The Allow that names who asks in the strongest way, or the first that is strong enough; NOT for none."""
        best = Naming.NOT, ""
        for number, rule in numbered_about(documents, asked.action)[0]:
            naming = self._allows(rule, asked) if self.by_principal else self.unnamed
            if naming > best[0] and rule.meets(asked, self.without_resource):
                best = naming, f"{self._statement(rule, number, documents)} allows it"
                if naming >= enough:
                    break
        return best

    def _denies(self, rule: Rule, asked: Asked) -> bool:
        if not self.by_principal or rule.principals is None:
            return self.unnamed is not Naming.NOT
        return rule.principals.denied(asked.who, asked.bounded)

    def _allows(self, rule: Rule, asked: Asked) -> Naming:
        if rule.principals is None:
            return self.unnamed
        return rule.principals.allowed(asked.who)

    def _statement(self, rule: Rule, number: int, documents: Documents) -> str:
        which = f" (policy {number} of {len(documents)})" if len(documents) > 1 else ""
        return f"statement {rule.name} of {self.name}{which}"


IDENTITY = Layer("the identity policies")
"""Of the principal and its groups."""
BOUNDARY = Layer("the permissions boundary")
"""What caps them."""
SESSION = Layer("the session policies")
"""Those given with a session."""
ENDPOINT = Layer("the endpoint policies", by_principal=True, without_resource=True)
"""Of the VPC endpoints on the way."""
_ON_A_RESOURCE = {
    "kms": Layer("the key policy", by_principal=True, unnamed=Naming.NOT, without_resource=True),
    "sts": Layer("the trust policy", by_principal=True, unnamed=Naming.NOT, without_resource=True),
}
_RESOURCE = Layer("the resource policy", by_principal=True, unnamed=Naming.NOT, without_resource=True)


def resource_layer(asked: Asked) -> Layer:
    """The layer of the policy on the resource, named as its service names it."""
    return _ON_A_RESOURCE.get(asked.service, _RESOURCE)


@lru_cache(maxsize=64)
def scp_layer(level: int) -> Layer:
    """Service control policies of a level, 1 for the root."""
    return Layer(f"the service control policies at level {level} from the root")


@lru_cache(maxsize=64)
def rcp_layer(level: int) -> Layer:
    """Resource control policies of a level, 1 for the root."""
    name = f"the resource control policies at level {level} from the root"
    return Layer(name, by_principal=True, without_resource=True)


def denials(asked: Asked, policies: Policies) -> list[str]:
    """A sentence for each Deny of any layer that reaches the request."""
    found = IDENTITY.denials(asked, policies.identity)
    found += BOUNDARY.denials(asked, policies.boundary or ())
    found += SESSION.denials(asked, policies.session or ())
    if policies.scp and reached_by_scp(asked.who):
        for level, documents in enumerate(policies.scp, start=1):
            found += scp_layer(level).denials(asked, documents)
    if policies.rcp and reached_by_rcp(asked):
        for level, documents in enumerate(policies.rcp, start=1):
            found += rcp_layer(level).denials(asked, documents)
    if policies.resource is not None and not root_keeps_its_bucket_policy(asked):
        found += resource_layer(asked).denials(asked, alone(policies.resource))
    return found + ENDPOINT.denials(asked, policies.endpoint or ())


def missing(asked: Asked, policies: Policies) -> Iterator[str]:
    """A sentence for each layer that would have to allow the request, whoever grants it, and does not.

    Of resource control policies only the Denies count: AWS's `RCPFullAWSAccess` stands at every level.
    """
    if reached_by_scp(asked.who):
        for level, documents in enumerate(policies.scp, start=1):
            if not scp_layer(level).allows(asked, documents):
                yield f"no statement of {scp_layer(level).name} allows it"
    if policies.endpoint is not None and not ENDPOINT.allows(asked, policies.endpoint):
        yield f"no statement of {ENDPOINT.name} allows it"
