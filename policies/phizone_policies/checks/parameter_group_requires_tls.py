"""Databases refuse connections without TLS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.blocks import inside
from phizone_policies.views.settings import literal
from phizone_stacks.graph.node import Node

_ON = frozenset({"1", "on", "true", "enabled", "tls1.2+", "tls1.3+", "fips-140-3"})


@dataclass(frozen=True, slots=True)
class _Parameter:
    types: tuple[str, ...]
    families: str
    name: str
    on_since: float = inf
    """First version of the engine whose default is on; `inf` where none is known."""

    def speaks_of(self, kind: str, family: str) -> bool:
        return kind in self.types and re.match(self.families, family) is not None

    def by_default(self, family: str) -> bool:
        version = re.search(r"[0-9]+(\.[0-9]+)?", re.sub(self.families, "", family, count=1))
        return float(version[0] if version else 0) >= self.on_since


_CLUSTER = ("aws_rds_cluster_parameter_group",)
_BOTH = ("aws_db_parameter_group", *_CLUSTER)
# Source: Amazon RDS User Guide, "Using SSL with a PostgreSQL DB instance" (default 1 since 15) and the chapters on
# MySQL, MariaDB and SQL Server; Amazon Aurora User Guide, "Security with Aurora PostgreSQL" (default 1 since 17);
# Amazon DocumentDB and Neptune guides: on by default. A default that no guide fixes counts as off.
_PARAMETERS = (
    _Parameter(_BOTH, "postgres", "rds.force_ssl", 15),
    _Parameter(_BOTH, "sqlserver-", "rds.force_ssl"),
    _Parameter(_BOTH, "mysql|mariadb", "require_secure_transport"),
    _Parameter(_CLUSTER, "aurora-postgresql", "rds.force_ssl", 17),
    _Parameter(_CLUSTER, "aurora-mysql|aurora5", "require_secure_transport"),
    _Parameter(("aws_docdb_cluster_parameter_group",), "docdb", "tls", 0),
    _Parameter(("aws_neptune_cluster_parameter_group",), "neptune", "neptune_enforce_ssl", 0),
    _Parameter(("aws_redshift_parameter_group",), "redshift", "require_ssl"),
)
_TYPES = tuple(sorted({kind for parameter in _PARAMETERS for kind in parameter.types}))


@check(
    claim=Claim.ENCRYPTION,
    severity=Severity.HIGH,
    profile=Profile.PHI,
    types=_TYPES,
    reads=tuple(f"{kind}.{path}" for kind in _TYPES for path in ("family", "parameter")),
)
def parameter_group_requires_tls(group: Node, view: View) -> Result:
    """A parameter group makes its databases refuse connections without TLS.

    Why: a client that asks for no encryption gets none, and the rows it reads pass in plain text.
    Fix: set rds.force_ssl, require_secure_transport, require_ssl, tls or neptune_enforce_ssl on.
    Source: AWS Security Hub Redshift.2, RDS.38, RDS.39, RDS.44; 45 CFR 164.312(e)(2)(ii).
    """
    family = group.text("family")
    found = next((each for each in _PARAMETERS if each.speaks_of(group.type, family)), None)
    if found is None:
        return not_applicable(f"databases of {family or 'this family'} take no such parameter here")
    for parameter in group.blocks("parameter"):
        if inside(group, parameter, "name") == found.name:
            value = str(literal(group, found.name, inside(group, parameter, "value"))).lower()
            return passed() if value in _ON else failed(f"its {found.name} is {value}", parameter=found.name)
    return passed() if found.by_default(family) else failed(f"it does not set {found.name}, which is off by default")
