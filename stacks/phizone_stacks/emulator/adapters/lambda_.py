"""AWS Lambda: functions, and who may call them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from phizone_stacks.emulator.adapter import Outputs, Wanted, cameled, creates


@creates("aws_lambda_function")
def function(wanted: Wanted) -> Outputs:
    """CreateFunction."""
    given = wanted.given(
        FunctionName="function_name",
        Role="role",
        Handler="handler",
        Runtime="runtime",
        Description="description",
        MemorySize="memory_size",
        Timeout="timeout",
        PackageType="package_type",
        KMSKeyArn="kms_key_arn",
        Architectures="architectures",
        Layers="layers",
        Tags="tags",
    )
    blocks = {"Environment": "environment", "TracingConfig": "tracing_config", "LoggingConfig": "logging_config"}
    given |= {key: cameled(wanted.block(name)) for key, name in blocks.items() if wanted.block(name)}
    if network := wanted.block("vpc_config"):
        given["VpcConfig"] = {"SubnetIds": network["subnet_ids"], "SecurityGroupIds": network["security_group_ids"]}
    made = wanted.client("lambda").create_function(**given, Code=_code(wanted))
    return {"id": made["FunctionName"], "arn": made["FunctionArn"]}


def _code(wanted: Wanted) -> dict[str, Any]:
    """The image, or an archive that stands for the program's: no graph holds its content."""
    if image := wanted.get("image_uri"):
        return {"ImageUri": image}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        # A time of its own, so that the same graph makes the same code.
        content.writestr(zipfile.ZipInfo("code.txt"), f"The code of {wanted.node.name} is not in the graph.\n")
    return {"ZipFile": archive.getvalue()}


@creates("aws_lambda_permission")
def permission(wanted: Wanted) -> Outputs:
    """AddPermission, under the statement's id or, where the program gives none, the resource's name."""
    given = wanted.given(
        FunctionName="function_name",
        Qualifier="qualifier",
        Action="action",
        Principal="principal",
        SourceArn="source_arn",
        SourceAccount="source_account",
        PrincipalOrgID="principal_org_id",
        FunctionUrlAuthType="function_url_auth_type",
        EventSourceToken="event_source_token",
    )
    name = wanted.get("statement_id") or wanted.node.name
    wanted.client("lambda").add_permission(StatementId=name, **given)
    return {"id": name, "statement_id": name}
