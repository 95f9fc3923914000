"""AWS Lambda: functions, who may call them, and their URLs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from phizone_stacks.graph.values import Unknown
from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snaked, tags_of
from phizone_stacks.live.reading import Where, reads
from phizone_stacks.live.withheld import withheld

_NONE = ("ResourceNotFoundException",)
_SILENT = (
    "code_sha256",
    "filename",
    "publish",
    "replace_security_groups_on_destroy",
    "s3_bucket",
    "s3_key",
    "s3_object_version",
    "skip_destroy",
    "source_code_hash",
)
_CONDITIONS = {
    "aws:principalorgid": "principal_org_id",
    "aws:sourceaccount": "source_account",
    "aws:sourcearn": "source_arn",
    "lambda:eventsourcetoken": "event_source_token",
    "lambda:functionurlauthtype": "function_url_auth_type",
}
"""Attributes by the condition keys that AddPermission writes for them, in small letters."""


@reads("aws_lambda_function", where=Where.EVERYWHERE, silent={"aws_lambda_function": _SILENT})
def functions(calls: Calls) -> Iterator[Found]:
    """The functions, without the values of their environment variables."""
    for function in _functions(calls):
        arn = function["FunctionArn"]
        vpc = function.get("VpcConfig") or {}
        attributes = {
            "arn": arn,
            "function_name": function["FunctionName"],
            "description": function.get("Description"),
            "environment": _environment(function),
            "handler": function.get("Handler"),
            "image_uri": _image(calls, function),
            "kms_key_arn": function.get("KMSKeyArn"),
            "layers": [layer["Arn"] for layer in function.get("Layers") or ()] or None,
            "logging_config": snaked([function["LoggingConfig"]]) if "LoggingConfig" in function else None,
            "memory_size": function.get("MemorySize"),
            "package_type": function.get("PackageType"),
            "role": function["Role"],
            "runtime": function.get("Runtime"),
            "tags": tags_of(calls.get("lambda", "list_tags", Resource=arn).get("Tags")),
            "timeout": function.get("Timeout"),
            "tracing_config": snaked([function["TracingConfig"]]) if "TracingConfig" in function else None,
            "vpc_config": _network(vpc) if vpc.get("SubnetIds") else None,
        }
        yield found("aws_lambda_function", function["FunctionName"], attributes)


def _functions(calls: Calls) -> list[dict[str, Any]]:
    return calls.all("lambda", "list_functions", "Functions")


def _environment(function: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The variables; they are there and not known where the key that encrypts them is closed to who asks."""
    given = function.get("Environment") or {}
    if given.get("Error"):
        return block(variables=Unknown(f"AWS does not tell its variables: {given['Error'].get('ErrorCode')}"))
    variables = given.get("Variables") or {}
    return block(variables={name: withheld(value) for name, value in sorted(variables.items())}) if variables else None


def _image(calls: Calls, function: Mapping[str, Any]) -> str | None:
    """The image that a function is made of, which the list of functions does not tell."""
    if function.get("PackageType") != "Image":
        return None
    uri: str = calls.get("lambda", "get_function", FunctionName=function["FunctionName"])["Code"]["ImageUri"]
    return uri


def _network(vpc: Mapping[str, Any]) -> list[dict[str, Any]]:
    return block(
        subnet_ids=vpc["SubnetIds"],
        security_group_ids=vpc.get("SecurityGroupIds"),
        ipv6_allowed_for_dual_stack=vpc.get("Ipv6AllowedForDualStack"),
    )


def _qualified(calls: Calls) -> Iterator[tuple[str, dict[str, str]]]:
    """The name of each function, with the arguments that ask for it, for each of its aliases and versions."""
    for function in _functions(calls):
        of_it = {"FunctionName": function["FunctionName"]}
        yield function["FunctionName"], of_it
        aliases = [each["Name"] for each in calls.all("lambda", "list_aliases", "Aliases", **of_it)]
        versions = [each["Version"] for each in calls.all("lambda", "list_versions_by_function", "Versions", **of_it)]
        for qualifier in sorted({*aliases, *versions} - {"$LATEST"}):
            yield function["FunctionName"], {**of_it, "Qualifier": qualifier}


@reads("aws_lambda_permission", where=Where.EVERYWHERE)
def permissions(calls: Calls) -> Iterator[Found]:
    """The statements of the policies of functions, of their aliases and of their versions."""
    for function, asked in _qualified(calls):
        answer = calls.find("lambda", "get_policy", _NONE, **asked)
        qualifier = asked.get("Qualifier")
        for statement in json.loads(answer["Policy"])["Statement"] if answer else ():
            given = {"function_name": function, "qualifier": qualifier, **_permission(statement)}
            name = "/".join(each for each in (function, qualifier, statement.get("Sid")) if each)
            yield found("aws_lambda_permission", name, given)


def _permission(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A permission as AddPermission takes it; of a condition that it cannot make nothing is told."""
    principal = statement["Principal"]
    conditions = {
        key.lower(): value for tests in statement.get("Condition", {}).values() for key, value in tests.items()
    }
    attributes: dict[str, Any] = {name: conditions[key] for key, name in _CONDITIONS.items() if key in conditions}
    if "lambda:invokedviafunctionurl" in conditions:
        attributes["invoked_via_function_url"] = str(conditions["lambda:invokedviafunctionurl"]).lower() == "true"
    return {
        **attributes,
        "action": statement["Action"],
        "principal": principal if isinstance(principal, str) else next(iter(principal.values())),
        "statement_id": statement.get("Sid"),
    }


@reads("aws_lambda_function_url", where=Where.EVERYWHERE)
def urls(calls: Calls) -> Iterator[Found]:
    """URLs at which functions, or aliases of them, answer."""
    for function, asked in _qualified(calls):
        # Versions have no URLs.
        if asked.get("Qualifier", "").isdigit():
            continue
        url = calls.find("lambda", "get_function_url_config", _NONE, **asked)
        if url:
            attributes = {
                "function_name": function,
                "qualifier": asked.get("Qualifier"),
                "authorization_type": url["AuthType"],
                "cors": snaked([url["Cors"]]) if url.get("Cors") else None,
                "function_url": url["FunctionUrl"],
                "invoke_mode": url.get("InvokeMode"),
            }
            yield found("aws_lambda_function_url", "/".join(asked.values()), attributes)
