"""Functions run on what is mended."""

from __future__ import annotations

from phizone_policies.check import (
    Claim,
    Profile,
    Result,
    Severity,
    View,
    check,
    failed,
    not_applicable,
    passed,
    unknown,
)
from phizone_policies.views.runtimes import runtimes
from phizone_stacks.graph.node import Node


@check(
    claim=Claim.ACCESS,
    severity=Severity.MEDIUM,
    profile=Profile.BASELINE,
    types=("aws_lambda_function",),
    reads=("aws_lambda_function.package_type", "aws_lambda_function.runtime"),
)
def function_runtime_is_supported(function: Node, view: View) -> Result:
    """A function's runtime still gets security fixes.

    Why: AWS mends no hole in a deprecated runtime, and the function goes on reading PHI with it.
    Fix: set runtime to a newer one of the same language.
    Source: AWS Lambda Developer Guide, "Lambda runtimes", as of the date in data/lambda_runtimes.yaml.
    """
    if function.get("package_type") == "Image":
        return not_applicable("its image brings its own runtime")
    runtime = function.text("runtime")
    known = runtimes()
    if runtime in known.deprecated:
        return failed(f"its runtime {runtime} is deprecated since {known.deprecated[runtime]}", runtime=runtime)
    if runtime in known.supported:
        return passed()
    return unknown(f"its runtime {runtime or '(none)'} is not in the data of {known.as_of}")
