"""One measurement in a process of its own: `measure.py phizone|mocks RESOURCES` prints its seconds and megabytes."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
ROOT = Path(__file__).parents[2]


def phizone(resources: int) -> dict[str, float]:
    """Seconds of each stage: imports, the program's run, assembling the graph, the checks."""
    started = time.perf_counter()
    from program import program

    from phizone_environments.load import load
    from phizone_policies.check import View
    from phizone_policies.discover import all_checks
    from phizone_policies.evaluate import evaluate
    from phizone_stacks.capture.assemble import assemble
    from phizone_stacks.capture.program import run_program
    from phizone_stacks.capture.tokens import Registry

    program_imports()
    checks, zone = all_checks(), load(ROOT / "environments")
    imported = time.perf_counter()
    run = run_program(lambda: program(resources), "workspace", "prod", ROOT, {}, Registry())
    ran = time.perf_counter()
    graph, _ = assemble([run])
    assembled = time.perf_counter()
    evaluate(checks, View(graph, zone, zone.environment("prod")))
    checked = time.perf_counter()
    return {
        "imports": imported - started,
        "program": ran - imported,
        "graph": assembled - ran,
        "checks": checked - assembled,
    }


def mocks(resources: int) -> dict[str, float]:
    """Seconds of imports and of the same program under Pulumi's own mocks."""
    started = time.perf_counter()
    import pulumi
    from program import program
    from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

    class Echo(Mocks):
        def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return f"{args.name}-id", {**args.inputs, "arn": f"arn:{args.name}", "keyId": args.name}

        def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
            return {}, None

    program_imports()
    imported = time.perf_counter()
    pulumi.runtime.set_mocks(Echo(), "workspace", "prod", preview=False)
    pulumi.runtime.test(lambda: program(resources))()
    return {"imports": imported - started, "program": time.perf_counter() - imported}


def program_imports() -> None:
    """Loads the provider's classes, which both sides need and neither is measured by."""
    import pulumi_aws as aws

    for module in (aws.kms, aws.s3, aws.iam):  # they load on first use
        dir(module)


if __name__ == "__main__":
    figures = {"phizone": phizone, "mocks": mocks}[sys.argv[1]](int(sys.argv[2]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figures, "megabytes": memory}))
