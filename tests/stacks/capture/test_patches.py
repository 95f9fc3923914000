"""What capture changes in the SDK is put back, whether the program succeeds or fails."""

from __future__ import annotations

import gc

import pulumi
import pulumi.runtime
import pulumi_aws as aws
import pytest
from pulumi.runtime import resource, rpc, stack


def changed():
    return {
        "Output.from_input": pulumi.Output.from_input,
        "gc": gc.isenabled(),
        "get_output": pulumi.StackReference.get_output,
        "invoke": pulumi.runtime.invoke,
        "invoke_async": pulumi.runtime.invoke_async,
        "invoke_output": pulumi.runtime.invoke_output,
        "invoke_output_single": pulumi.runtime.invoke_output_single,
        "require_output": pulumi.StackReference.require_output,
        "stack trace": resource._get_stack_trace,
        "translate": rpc.translate_output_properties,
        "wait": stack.wait_for_rpcs,
    }


def test_the_sdk_is_as_it_was_after_a_program_and_after_one_that_failed(capture):
    before, during = changed(), {}

    def program():
        aws.s3.Bucket("raw")
        during.update(changed())

    def failing():
        raise RuntimeError("its own words")

    capture(program)
    assert {name for name, value in during.items() if value == before[name]} == set()
    assert changed() == before
    with pytest.raises(RuntimeError, match="its own words"):
        capture(failing)
    assert changed() == before
