"""Databases export their logs."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed, unknown
from phizone_policies.views.naming import naming
from phizone_policies.views.settings import literal, reads
from phizone_stacks.graph.node import Node

_SETTINGS = {
    "aws_db_instance": "enabled_cloudwatch_logs_exports",
    "aws_docdb_cluster": "enabled_cloudwatch_logs_exports",
    "aws_neptune_cluster": "enable_cloudwatch_logs_exports",
    "aws_rds_cluster": "enabled_cloudwatch_logs_exports",
    "aws_redshiftserverless_namespace": "log_exports",
}
# The logs that say who connected and what failed. Not MySQL's general log, which repeats the data in its statements.
_ENGINES = {
    "aurora-mysql": {"audit", "error"},
    "aurora-postgresql": {"postgresql"},
    "custom": set[str](),
    "db2": {"diag.log"},
    "mariadb": {"audit", "error"},
    "mysql": {"audit", "error"},
    "oracle": {"alert", "audit", "listener"},
    "postgres": {"postgresql"},
    "sqlserver": {"error"},
}
_FIXED = {
    "aws_docdb_cluster": {"audit"},
    "aws_neptune_cluster": {"audit"},
    "aws_redshiftserverless_namespace": {"connectionlog", "useractivitylog", "userlog"},
}


@check(
    claim=Claim.LOGGING,
    severity=Severity.MEDIUM,
    profile=Profile.PHI,
    types=tuple(sorted((*_SETTINGS, "aws_redshift_cluster"))),
    reads=(
        *reads(_SETTINGS),
        "aws_db_instance.engine",
        "aws_rds_cluster.engine",
        "aws_redshift_cluster.cluster_identifier",
        "aws_redshift_logging.cluster_identifier",
    ),
)
def database_exports_its_logs(store: Node, view: View) -> Result:
    """A database sends the log that tells who did what in it to a log group, a warehouse to a log group or a bucket.

    Why: the engine's own files are gone in days, and with them who read which record.
    Fix: set enabled_cloudwatch_logs_exports to the engine's logs; give a warehouse an aws_redshift_logging.
    Source: AWS Security Hub RDS.9, RDS.34, DocumentDB.4, Neptune.2, Redshift.4; 45 CFR 164.312(b).
    """
    if store.type == "aws_redshift_cluster":
        found = naming(view.graph, store, ("aws_redshift_logging",), "cluster_identifier", "id", "cluster_identifier")
        return passed() if found else failed("no aws_redshift_logging names it, so it logs nowhere")
    path = _SETTINGS[store.type]
    engine = "" if store.type in _FIXED else store.text("engine") or "no engine"
    wanted = _FIXED.get(store.type) or next((logs for name, logs in _ENGINES.items() if engine.startswith(name)), None)
    if wanted is None:
        return unknown(f"nothing is known of the logs of {engine}")
    missing = sorted(wanted - {literal(store, path, each) for each in store.items(path)})
    return failed(f"it does not export {', '.join(missing)}") if missing else passed()
