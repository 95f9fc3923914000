"""Passwords do not stand in the program."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, not_applicable, passed
from phizone_policies.views.settings import reads, setting
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_MASTER = "advanced_security_options.master_user_options.master_user_password"
_SETTINGS = {
    "aws_db_instance": ("password",),
    "aws_dms_endpoint": ("password",),
    "aws_docdb_cluster": ("master_password",),
    "aws_docdbelastic_cluster": ("admin_user_password",),
    "aws_elasticache_replication_group": ("auth_token",),
    "aws_elasticsearch_domain": (_MASTER,),
    "aws_emr_cluster": (
        "kerberos_attributes.ad_domain_join_password",
        "kerberos_attributes.cross_realm_trust_principal_password",
        "kerberos_attributes.kdc_admin_password",
    ),
    "aws_fsx_ontap_file_system": ("fsx_admin_password",),
    "aws_fsx_windows_file_system": ("self_managed_active_directory.password",),
    "aws_mq_broker": ("user.password",),
    "aws_opensearch_domain": (_MASTER,),
    "aws_rds_cluster": ("master_password",),
    "aws_redshift_cluster": ("master_password",),
    "aws_redshiftserverless_namespace": ("admin_user_password",),
    "aws_ssm_parameter": ("value",),
    "aws_timestreaminfluxdb_db_instance": ("password",),
}


@check(
    claim=Claim.ACCESS,
    severity=Severity.CRITICAL,
    profile=Profile.BASELINE,
    types=tuple(_SETTINGS),
    reads=(*reads(_SETTINGS), "aws_ssm_parameter.type"),
)
def password_does_not_stand_in_the_program(node: Node, view: View) -> Result:
    """No password of a database, cache, broker or domain, and no secret parameter, stands in the program as text.

    Why: what stands in a repository is known to all who ever cloned it, and stays in its history.
    Fix: let the service manage it (manage_master_user_password), or take it from a secret; then change it.
    Source: Prowler and checkov families on hard-coded secrets; 45 CFR 164.308(a)(5)(ii)(D).
    """
    if node.type == "aws_ssm_parameter" and setting(node, "type") != "SecureString":
        return not_applicable("it is no secret parameter")
    for path in _SETTINGS[node.type]:
        if any(isinstance(value, str) and value for value in _known(node, path)):
            return failed(f"its {path} is text that the program holds", setting=path)
    return passed()


def _known(node: Node, path: str) -> list[Value]:
    """The values at a path that are no secret, reference or output: those a reader of the program would see."""
    head, *steps = path.split(".")
    values = _many(node.peek(head))
    for step in steps:
        values = [each for value in values if isinstance(value, dict) for each in _many(value.get(step))]
    return values


def _many(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]
