"""Where Pulumi keeps its state, and under which key the secrets in it stand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from botocore.exceptions import ClientError

from phizone_environments.zone import Zone
from phizone_scripts.at_hand import FAILURES, AtHand, told
from phizone_scripts.diagnosis.entering import Entered
from phizone_scripts.diagnosis.finding import FAIL, NOTE, OK, Finding, Question
from phizone_scripts.exits import Misuse
from phizone_stacks.graph.graph import SHARED
from phizone_stacks.layers.order import LAYERS
from phizone_stacks.live.zone import names_of

_WHAT = "state backend"
_MAKE = "make a bucket and a key as stacks/DEPLOY.md says, then `pulumi login s3://BUCKET?region=REGION`"
_LOCKS = ".pulumi/locks/"
_ABSENT = ("ServerSideEncryptionConfigurationNotFoundError", "NoSuchPublicAccessBlockConfiguration")
_KEYS = ("RestrictPublicBuckets", "BlockPublicPolicy", "BlockPublicAcls", "IgnorePublicAcls")


@dataclass(frozen=True, slots=True)
class Bucket:
    """What an `s3://` URL names."""

    name: str
    """The bucket."""
    prefix: str
    """Where state begins in it, with a slash at the end; empty for all of it."""
    region: str
    """The region that the URL names; empty where it names none."""
    profile: str = ""
    """The profile whose credentials the URL has taken; empty for those at hand."""


def backend(question: Question, zone: Zone, root: Path) -> Iterator[Finding]:
    """Where state is kept, as this machine and checkout say it; nothing is asked over the network."""
    url = where(root)
    if not url:
        yield Finding(FAIL, _WHAT, f"none: {_MAKE}")
    elif bucket_in(url) is None:
        yield Finding(FAIL, _WHAT, f"{_shown(url)}: not in a bucket of the organization; {_MAKE}")
    else:
        yield Finding(OK, _WHAT, _shown(url))
    yield from _secrets(question, root)


def bucket(zone: Zone, root: Path, entered: Entered) -> Iterator[Finding]:
    """Whether the bucket is one of the organization's, in its regions, versioned, encrypted, closed and unlocked."""
    named = bucket_in(where(root))
    if named is None:
        return
    region = named.region or zone.organization.home_region
    try:
        s3 = (AtHand(named.profile) if named.profile else entered.at_hand).client("s3", region)
        yield from _owned(s3, named, zone)
        yield from _held(s3, named)
        yield from _locks(s3, named)
    except FAILURES as failure:
        yield Finding(FAIL, _WHAT, f"s3://{named.name} cannot be looked at: {told(failure)}; {_MAKE}")
    except Misuse as wrong:
        yield Finding(FAIL, _WHAT, str(wrong))


def where(root: Path) -> str:
    """URL of the state backend: the variable, what a project names, or where this machine is logged in.

    Source: `GetCurrentCloudURL` of the Pulumi CLI.
    """
    if url := os.environ.get("PULUMI_BACKEND_URL"):
        return url
    for layer in LAYERS:
        project = _yaml(root / "stacks" / layer.name / "Pulumi.yaml")
        named = project.get("backend")
        if isinstance(named, dict) and isinstance(named.get("url"), str):
            return str(named["url"])
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    try:
        known = json.loads((home / "credentials.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    current = known.get("current") if isinstance(known, dict) else None
    return current if isinstance(current, str) else ""


def bucket_in(url: str) -> Bucket | None:
    """The bucket that a URL names; None for one of another kind."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        return None
    path = parts.path.strip("/")
    told_by = {name: values[0] for name, values in parse_qs(parts.query).items()}
    prefix = f"{path}/" if path else ""
    return Bucket(parts.netloc, prefix, told_by.get("region", ""), told_by.get("profile", ""))


def _shown(url: str) -> str:
    """A URL without what may be a secret in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _owned(s3: Any, named: Bucket, zone: Zone) -> Iterator[Finding]:
    region = s3.get_bucket_location(Bucket=named.name).get("LocationConstraint") or "us-east-1"
    owners = [name for account, name in names_of(zone).items() if _belongs_to(s3, named, account)]
    say = f"s3://{named.name} is " + (f"the {owners[0]} account's" if owners else f"no account's of ours; {_MAKE}")
    yield Finding(OK if owners else FAIL, "state bucket's owner", say)
    good = region in zone.organization.allowed_regions
    allowed = ", ".join(zone.organization.allowed_regions)
    say = region if good else f"{region} is none of the allowed regions, {allowed}; {_MAKE}"
    yield Finding(OK if good else FAIL, "state bucket's region", say)


def _belongs_to(s3: Any, named: Bucket, account: str) -> bool:
    try:
        s3.head_bucket(Bucket=named.name, ExpectedBucketOwner=account)
    except ClientError as refused:
        if refused.response["Error"]["Code"] in ("403", "404", "AccessDenied", "NoSuchBucket"):
            return False
        raise
    return True


def _held(s3: Any, named: Bucket) -> Iterator[Finding]:
    versioned = s3.get_bucket_versioning(Bucket=named.name).get("Status") == "Enabled"
    say = "Enabled" if versioned else "off, so a state that is lost stays lost; enable it as stacks/DEPLOY.md says"
    yield Finding(OK if versioned else FAIL, "state bucket versions", say)
    found = _or_none(s3.get_bucket_encryption, Bucket=named.name) or {}
    rules = found.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
    applied = [rule.get("ApplyServerSideEncryptionByDefault", {}) for rule in rules]
    key = next((each["KMSMasterKeyID"] for each in applied if each.get("KMSMasterKeyID")), "")
    say = key or "not under a key of the organization's; set one as stacks/DEPLOY.md says"
    yield Finding(OK if key else FAIL, "state bucket's key", say)
    closed = (_or_none(s3.get_public_access_block, Bucket=named.name) or {}).get("PublicAccessBlockConfiguration", {})
    shut = all(closed.get(name) is True for name in _KEYS)
    say = "blocked" if shut else "not blocked; block it as stacks/DEPLOY.md says"
    yield Finding(OK if shut else FAIL, "state bucket to public", say)


def _or_none(call: Any, **given: str) -> Any:
    try:
        return call(**given)
    except ClientError as refused:
        if refused.response["Error"]["Code"] in _ABSENT:
            return None
        raise


def _locks(s3: Any, named: Bucket) -> Iterator[Finding]:
    """Pulumi locks by a file a stack. Source: Pulumi docs, "Using a DIY backend"."""
    found = s3.list_objects_v2(Bucket=named.name, Prefix=named.prefix + _LOCKS).get("Contents", [])
    keys = sorted(each["Key"].removeprefix(named.prefix + _LOCKS) for each in found)
    say = f"{', '.join(keys)}: an update runs, or one was broken off; then `pulumi cancel` in its project"
    yield Finding(NOTE if keys else OK, "state locks", say if keys else "none is held")


def _secrets(question: Question, root: Path) -> Iterator[Finding]:
    """Secrets in state stand under a key of KMS, named in each stack's own file."""
    for layer in LAYERS:
        stack = question.environment if layer.per_environment else SHARED
        file = root / "stacks" / layer.name / f"Pulumi.{stack}.yaml"
        what = f"secrets {layer.name}.{stack}"
        provider = _yaml(file).get("secretsprovider", "")
        if not file.is_file():
            say = f"the stack is yet to be made: `pulumi stack init {stack} --secrets-provider=awskms://...` there"
            yield Finding(NOTE, what, say)
        elif str(provider).startswith("awskms://"):
            yield Finding(OK, what, _shown(str(provider)))
        else:
            say = f"under {str(provider).partition(':')[0] or 'a passphrase'}, not under a key of KMS:"
            yield Finding(
                FAIL, what, f"{say} `pulumi stack change-secrets-provider awskms://...` in stacks/{layer.name}"
            )


def _yaml(file: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) else {}
