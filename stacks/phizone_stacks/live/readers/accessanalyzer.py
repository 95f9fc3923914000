"""AWS IAM Access Analyzer: analyzers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phizone_stacks.live.calls import Calls
from phizone_stacks.live.found import Found, block, found, snaked, tags_of
from phizone_stacks.live.reading import reads


@reads("aws_accessanalyzer_analyzer")
def analyzers(calls: Calls) -> Iterator[Found]:
    """Analyzers of all types that work; one that is disabled or failed finds nothing."""
    for each in calls.all("accessanalyzer", "list_analyzers", "analyzers"):
        if each["status"] not in ("ACTIVE", "CREATING"):
            continue
        attributes = {
            "arn": each["arn"],
            "analyzer_name": each["name"],
            "type": each["type"],
            "configuration": _configuration(each.get("configuration")),
            "tags": tags_of(each.get("tags")),
        }
        yield found("aws_accessanalyzer_analyzer", each["name"], attributes)


def _configuration(given: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    """What an analyzer of unused or internal access looks at; Terraform names the rules' lists in the singular."""
    if not given:
        return None
    kinds = {"unusedAccess": "exclusions", "internalAccess": "inclusions"}
    found: dict[str, Any] = {}
    for kind, listed in kinds.items():
        if kind in given:
            own = {key: value for key, value in given[kind].items() if key != "analysisRule"}
            rule = given[kind].get("analysisRule", {}).get(listed)
            rules = block(**{listed.removesuffix("s"): [_rule(each) for each in rule]}) if rule else None
            found["_".join(snaked({kind: 0}))] = block(**snaked(own), analysis_rule=rules)
    return [found]


def _rule(given: dict[str, Any]) -> dict[str, Any]:
    """A rule; tags keep their own spelling."""
    tags = given.get("resourceTags")
    told = snaked({key: value for key, value in given.items() if key != "resourceTags"})
    return {**told, "resource_tags": tags} if tags else dict(told)
