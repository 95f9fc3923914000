"""The example zone of `environments/`, its captured graph, and ways to break it: what `mutants.yaml` says, done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st

from phizone_environments.load import load
from phizone_environments.zone import Zone
from phizone_policies.adopted import load_folder
from phizone_policies.cases import Case, load_cases
from phizone_policies.check import Check, Origin, Outcome, View
from phizone_policies.discover import all_checks
from phizone_policies.evaluate import evaluate
from phizone_policies.mutation.trial import NAMES
from phizone_policies.report import Acceptance, Verdict, verdict
from phizone_policies.trial import try_rule
from phizone_policies.views.dated import dated
from phizone_policies.views.eligibility import Service, Standing
from phizone_policies.waivers import load_waivers
from phizone_stacks.capture.zone import capture_zone
from phizone_stacks.graph.canonical import decode
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Ref, Template, Unknown, Value, map_references
from phizone_stacks.plan.names import node_address
from phizone_stacks.plan.read import read_plan
from phizone_stacks.plan.write import plan
from phizone_stacks.translation import index, schema

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def zone() -> Zone:
    """The three environments of the repository."""
    return load(ROOT / "environments")


@pytest.fixture(scope="session")
def captured(zone: Zone) -> Graph:
    """The zone graph of the repository's own stacks."""
    return capture_zone(ROOT, zone)


@pytest.fixture(scope="session")
def through_a_plan() -> Callable[[Graph], Graph]:
    """Writes a graph as a Terraform plan and reads it; what a plan cannot say stays as it was: layer, line, options."""

    def there_and_back(graph: Graph) -> Graph:
        read = read_plan(json.dumps(plan(graph)), "plan.json").graph
        return Graph([_renamed(node, graph) for node in read], graph.view)

    return there_and_back


def _renamed(node: Node, graph: Graph) -> Node:
    return replace(
        graph[node_address(node.address)],
        account=node.account,
        region=node.region,
        depends_on=tuple(sorted(map(node_address, node.depends_on))),
        attributes={
            name: map_references(value, lambda ref: Ref(node_address(ref.address), ref.attribute))
            for name, value in node.attributes.items()
        },
    )


@pytest.fixture(scope="session")
def mutate() -> Callable[[Graph, Mutant], Graph]:
    """Breaks a graph as a mutant says."""
    return _mutate


@pytest.fixture
def read_by(monkeypatch: pytest.MonkeyPatch, captured: Graph) -> Callable[[Check, Zone], set[str]]:
    """What a check reads on its cases and on the zone and does not declare, as `type.attribute`.

    Names and attributes that the provider does not know are left out.
    """
    original, seen = Node.peek, set()

    def peek(node: Node, path: str) -> Value:
        seen.add((node.type.removeprefix("data."), path.split(".")[0]))
        return original(node, path)

    def undeclared(check: Check, zone: Zone) -> set[str]:
        monkeypatch.setattr(Node, "peek", peek)
        for case in load_cases(check.id, check.origin).cases:
            _run_case(check, case, zone, "prod")
        evaluate([check], View(captured.for_environment("prod"), zone, zone.environment("prod")))
        return {
            f"{kind}.{attribute}"
            for kind, attribute in seen
            if attribute in _attributes(kind) - _NAMES
            and not {f"{kind}.{attribute}", f"*.{attribute}"} & {*check.reads, *_IDENTITIES}
        }

    return undeclared


_NAMES = NAMES | {"tags_all"}
_IDENTITIES = ("aws_iam_openid_connect_provider.url",)
"""What ARNs are made of beside names."""


@cache
def _attributes(kind: str) -> set[str]:
    return {field.name for field in schema(kind).fields.values()}


@pytest.fixture(scope="session")
def run_case() -> Callable[[Check, Case, Zone, str], dict[Outcome, frozenset[str]]]:
    """The outcomes that a check gives on a case."""
    return _run_case


def _run_case(check: Check, case: Case, zone: Zone, environment: str) -> dict[Outcome, frozenset[str]]:
    """The outcomes that a check gives on a case."""
    answers = evaluate([check], View(case.graph, zone, zone.environment(environment)))
    found: dict[Outcome, set[str]] = {outcome: set() for outcome in Outcome}
    for answer in answers:
        found[answer.result.outcome].add(answer.subject)
    return {outcome: frozenset(subjects) for outcome, subjects in found.items()}


@pytest.fixture(scope="session")
def failures_without_zone() -> Callable[[Check], list[str]]:
    """What a check raises on its own cases where there is no zone to ask."""

    def raised(check: Check) -> list[str]:
        cases = load_cases(check.id, check.origin).cases
        answers = [answer for case in cases for answer in evaluate([check], View(case.graph))]
        return [answer.result.message for answer in answers if "NoZone" in answer.result.message]

    return raised


WAIVER = {
    "rule": "kms_key_rotates",
    "resource": "workspace.prod/aws_kms_key.still",
    "environments": ["prod"],
    "reason": "the vendor's appliance caches key material",
    "compensating_control": "the key is read by one role, whose every use is alarmed",
    "owner": "cloud-prod@example.org",
    "approver": "security@example.org",
    "approved_on": "2026-11-01",
    "expires_on": "2027-02-01",
    "ticket": "SEC-1234",
}
"""A good waiver of `KEYS`."""
KEYS = {
    "turning": {"enable_key_rotation": True},
    "still": {"enable_key_rotation": False},
    "unclear": {"enable_key_rotation": Unknown("it is read from a file")},
}
"""Attributes of keys that pass, fail and stay unknown under `kms_key_rotates`."""


@pytest.fixture
def waivers_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file with `WAIVER`, changed; None takes a field out."""

    def write(**change: Any) -> Path:
        record = {name: value for name, value in {**WAIVER, **change}.items() if value is not None}
        file = tmp_path / "waivers.yaml"
        file.write_text(yaml.safe_dump({"waivers": [record]}, sort_keys=False, default_flow_style=None, width=200))
        return file

    return write


@pytest.fixture
def key() -> Callable[..., Node]:
    """Makes one of `KEYS` in prod's workspace."""
    return _key


def _key(name: str, **fields: Any) -> Node:
    return Node(
        address=f"workspace.prod/aws_kms_key.{name}",
        type="aws_kms_key",
        name=name,
        account="777777777777",
        region="us-east-1",
        environment="prod",
        layer="workspace",
        attributes=KEYS[name],
        **fields,
    )


@pytest.fixture
def waived_verdict(waivers_file: Callable[..., Path]) -> Callable[..., Verdict]:
    """The verdict of `kms_key_rotates` on a turning and a still key, under a changed `WAIVER`, on 2026-11-22."""

    def judge(**change: Any) -> Verdict:
        rules = [check for check in all_checks() if check.id == "kms_key_rotates"]
        graph = Graph([_key("turning"), _key("still")])
        waivers = load_waivers(waivers_file(**change), "policies/waivers.yaml")
        accepted = Acceptance(waivers, ["dev", "prod", "staging"], ["kms_key_rotates"], date(2026, 11, 22))
        return verdict("prod", list(graph), evaluate(rules, View(graph)), accepted, asked=rules, zone=False)

    return judge


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's root."""
    return ROOT


@st.composite
def _worse_cases(draw: st.DrawFn, check: Check) -> tuple[list[Node], list[Node]]:
    """Nodes of one of a check's cases, some attributes absent or unknown; and the same in another order."""
    case = draw(st.sampled_from(load_cases(check.id, check.origin).cases))
    nodes = list(case.graph)
    places = [(number, name) for number, node in enumerate(nodes) for name in node.attributes]
    some = st.lists(st.sampled_from(places), unique=True, max_size=8) if places else st.just([])
    absent, unclear = draw(some), draw(some)
    for number, name in absent:
        nodes[number] = replace(
            nodes[number], attributes={key: each for key, each in nodes[number].attributes.items() if key != name}
        )
    for number, name in unclear:
        nodes[number] = replace(nodes[number], attributes={**nodes[number].attributes, name: Unknown()})
    return nodes, draw(st.permutations(nodes))


@pytest.fixture(scope="session")
def worse_cases() -> Callable[[Check], st.SearchStrategy[tuple[list[Node], list[Node]]]]:
    """Worse and worse versions of a check's cases."""
    return _worse_cases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that takes `mutant` runs once for each; `mutants` is all of them."""
    if "mutant" in metafunc.fixturenames:
        metafunc.parametrize("mutant", _load_mutants(), ids=lambda mutant: mutant.name)


@pytest.fixture(scope="session")
def mutants() -> list[Mutant]:
    """All mutants."""
    return _load_mutants()


@dataclass(frozen=True)
class Mutant:
    """One way to break the zone, and the rules that must say so."""

    name: str
    at: str
    change: Mapping[str, Any]
    breaks: frozenset[str]


def _load_mutants() -> list[Mutant]:
    """Those of `mutants.yaml`, and those that a check's cases file holds under `mutants`."""
    entries = yaml.safe_load(Path(__file__).with_name("mutants.yaml").read_text(encoding="utf-8"))
    for file in sorted((ROOT / "policies/phizone_policies/checks").glob("*.yaml")):
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))
        entries += [mutant for entry in cases for mutant in entry.get("mutants", [])]
    return [_mutant(entry) for entry in entries]


def _mutant(entry: Mapping[str, Any]) -> Mutant:
    told = {"name", "at", "breaks"}
    return Mutant(
        entry["name"],
        entry["at"],
        {key: value for key, value in entry.items() if key not in told},
        frozenset(entry["breaks"]),
    )


def _mutate(graph: Graph, mutant: Mutant) -> Graph:
    """The graph with the change made to every node whose address the pattern matches; it must match some."""
    # In an address brackets are no character class.
    pattern = mutant.at.replace("[", "[[]")
    matched = {node.address for node in graph if fnmatchcase(node.address, pattern)}
    assert matched, f"{mutant.name}: nothing matches {mutant.at}"
    changed = [_changed(node, mutant.change) if node.address in matched else node for node in graph]
    before = list(graph)
    after = [node for node in changed if node is not None]
    added = [_added(entry) for entry in mutant.change.get("add", [])]
    assert after != before or added, f"{mutant.name}: changes nothing"
    return Graph([*after, *added], graph.view)


def _changed(node: Node, change: Mapping[str, Any]) -> Node | None:
    if change.get("delete"):
        return None
    attributes = dict(node.attributes)
    for path, value in change.get("set", {}).items():
        attributes = _set(attributes, path.split("."), decode(value))
    for name in change.get("unset", []):
        del attributes[name]
    for name, (old, new) in change.get("replace", {}).items():
        attributes[name] = _replaced(attributes[name], old, new)
    return replace(node, attributes=attributes, **change.get("node", {}))


def _set(attributes: Any, path: list[str], value: Value) -> Any:
    head, *rest = path
    if isinstance(attributes, list):
        copy: Any = list(attributes)
        copy[int(head)] = _set(copy[int(head)], rest, value) if rest else value
        return copy
    return {**attributes, head: _set(attributes[head], rest, value) if rest else value}


def _replaced(value: Value, old: str, new: str) -> Value:
    parts = value.parts if isinstance(value, Template) else (value,)
    found = tuple(part.replace(old, new) if isinstance(part, str) else part for part in parts)
    assert found != parts, f"{old!r} is nowhere in the text"
    return Template(found) if isinstance(value, Template) else found[0]


def _added(entry: Mapping[str, Any]) -> Node:
    fields = {key: value for key, value in entry.items() if key != "attributes"}
    kind, name = entry["address"].split("/")[-1].split(".", 1)
    attributes = {key: decode(value) for key, value in entry.get("attributes", {}).items()}
    return Node(type=kind, name=name, attributes=attributes, **fields)


@pytest.fixture
def adopters_rules(tmp_path: Path) -> Path:
    """The example of an adopter's rules, in a folder that a test may break."""
    example, bytecode = ROOT / "tests/fixtures/adopters_rules", shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(example, tmp_path / "rules", ignore=bytecode))


@pytest.fixture
def failures_after(adopters_rules: Path) -> Callable[[str, str, str], tuple[str, ...]]:
    """What is wrong with the example's rule on its cases after an edit of its file or of theirs."""

    def failures_after(file: str, old: str, new: str) -> tuple[str, ...]:
        text = (adopters_rules / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (adopters_rules / file).write_text(text.replace(old, new), encoding="utf-8")
        (check,) = load_folder(Origin("mine", adopters_rules))
        return try_rule(check).failures

    return failures_after


@pytest.fixture(scope="session")
def provider_types() -> tuple[str, ...]:
    """Every resource type of the provider, sorted."""
    return tuple(sorted(index().tokens))


@pytest.fixture(scope="session")
def services() -> set[Service]:
    """Every AWS service of the data on eligibility."""
    content = dated("eligible_services.yaml").content
    return {Service(name, standing) for standing in Standing for name in content[standing.value]}
