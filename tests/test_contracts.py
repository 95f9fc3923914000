"""Contracts that hold over every file: imports go one way, everything is found, named, tested and mapped."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from phizone_policies.controls.load import controls
from phizone_policies.discover import all_checks, all_rules
from phizone_stacks.layers.order import LAYERS
from phizone_stacks.translation import index

ROOT = Path(__file__).parents[1]
STEPS = ("environments", "modules", "stacks", "policies", "scripts")
ALLOWED = {
    "environments": set(),
    "modules": set(),
    "stacks": {"environments", "modules"},
    "policies": {"environments", "modules", "stacks"},
    "scripts": {"environments", "modules", "stacks", "policies"},
}
PACK = ROOT / "policies/phizone_policies/pack"
THE_PACK_TAKES = (
    # Pulumi's engine speaks to the policy pack in Pulumi's words, so that the pack is a source of graphs of its own:
    # it translates as capture does, reads accounts out of providers as capture does, and knows our layers by name.
    "phizone_stacks.translation",
    "phizone_stacks.capture.monitor",
    "phizone_stacks.capture.record",
    "phizone_stacks.layers.order",
)
FILES = [
    pytest.param(step, path, id=str(path.relative_to(ROOT)))
    for step in STEPS
    for path in sorted((ROOT / step / f"phizone_{step}").rglob("*.py"))
]


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if name.startswith("phizone_")}


@pytest.mark.parametrize(("step", "path"), FILES)
def test_imports_go_one_way(step, path):
    steps = {name.split(".")[0].removeprefix("phizone_") for name in imports(path)}
    assert steps - {step} <= ALLOWED[step]


@pytest.mark.parametrize(("step", "path"), [each for each in FILES if each.values[0] == "policies"])
def test_policies_take_of_the_stacks_only_the_graph(step, path):
    stacks = {name for name in imports(path) if name.startswith("phizone_stacks")}
    allowed = ("phizone_stacks.graph", *(THE_PACK_TAKES if PACK in path.parents else ()))
    assert {name for name in stacks if not name.startswith(allowed)} == set()


@pytest.mark.parametrize(("step", "path"), FILES)
def test_a_file_stays_under_400_lines(step, path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem) for path in sorted((ROOT / "modules/phizone_modules").glob("*.py"))],
)
def test_a_component_is_made_by_a_test_or_inside_one_that_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    components = {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and any("ComponentResource" in ast.unparse(base) for base in node.bases)
    }
    callers = [*(ROOT / "tests/modules").glob("test_*.py"), *(ROOT / "modules/phizone_modules").glob("*.py")]
    texts = "\n".join(caller.read_text(encoding="utf-8") for caller in callers if caller != path)
    assert {name for name in components if not re.search(rf"\b{name}\(", texts)} == set()


def test_every_rule_supports_an_objective_and_every_mapped_check_exists():
    """That mapped checks exist is the loader's: it refuses maps that name others."""
    assert controls().unmapped([check.id for check in all_rules()]) == ()


def test_every_rule_of_the_conformance_pack_is_classified():
    """That none of the 130 is lost is the loader's: it holds the digest of their ids."""
    rules = controls().pack.rules
    assert len(rules) == 130
    assert [rule.id for rule in rules if not rule.classified] == []


def test_every_claim_is_supported_by_some_check():
    assert {check.claim.value for check in all_checks()} == {
        "access",
        "encryption",
        "isolation",
        "logging",
        "residency",
        "tagging",
    }


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_what_a_check_says_it_reads_are_types_and_attributes_of_the_provider(check):
    assert [each for each in check.reads if not re.fullmatch(r"(\*|(data\.)?aws_[a-z0-9_]+)\.[a-z0-9_]+", each)] == []
    known = set(index().types.values()) | {"*"}
    assert {each.split(".")[0] for each in check.reads} | set(check.types) <= known


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_layer_is_a_pulumi_project_of_three_lines(layer):
    folder = ROOT / "stacks" / layer.name
    assert (folder / "Pulumi.yaml").read_text(encoding="utf-8").startswith(f"name: {layer.name}\n")
    assert (folder / "__main__.py").read_text(encoding="utf-8").splitlines() == [
        "from phizone_stacks.layers.run import run",
        "",
        f'run("{layer.name}")',
    ]


def test_no_layer_s_code_names_an_environment_or_a_team(zone_names):
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "stacks/phizone_stacks/layers").rglob("*.py")]
    words = {word for text in texts for word in re.findall(r"[a-z]+", "\n".join(strings(text)))}
    assert words & zone_names == set()


def strings(text: str) -> list[str]:
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [value for value in constants if isinstance(value, str) and value not in docstrings]


@pytest.fixture
def zone_names() -> set[str]:
    return {"dev", "staging", "prod", "cardiology", "radiology"}


def test_no_committed_file_names_a_machine_s_path_or_a_registry():
    forbidden = re.compile("|".join([r"/work" + "/main", "pypi" + r"\.org", "files.python" + "hosted", "/root" + "/"]))
    texts = {
        path: path.read_text(encoding="utf-8", errors="ignore")
        for folder in (*STEPS, "tests", ".github", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".zip"}
    }
    top = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("*.*") if path.is_file()}
    assert [str(path) for path, text in {**texts, **top}.items() if forbidden.search(text)] == []
