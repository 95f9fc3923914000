"""What a program is made of: providers, components, classes, loops, reads, stacks; and how it fails."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from phizone_stacks.capture.assemble import assemble
from phizone_stacks.capture.program import run_program
from phizone_stacks.capture.record import CaptureError
from phizone_stacks.capture.symbols import MissingStackOutput
from phizone_stacks.capture.tokens import Registry
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.values import Ref, Unknown

ROOT = Path(__file__).parents[3]
HERE = "tests/stacks/capture/test_programs.py"


class Storage(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("example:index:Storage", name, None, opts)
        self.bucket = aws.s3.Bucket("data", opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({})


class Archive(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("example:index:Archive", name, None, opts)
        aws.s3.Bucket("data", opts=pulumi.ResourceOptions(parent=self))


class Base(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("example:index:Derived", name, None, opts)


class Derived(Base):
    def __init__(self, name, opts=None):
        super().__init__(name, opts)
        aws.s3.Bucket(f"{name}-child", opts=pulumi.ResourceOptions(parent=self))


class OwnBucket(aws.s3.Bucket):
    def __init__(self, name):
        super().__init__(name, bucket="own")


def factory(name):
    return aws.s3.Bucket(name)


def test_account_and_region_come_from_the_explicit_provider(capture, in_account):
    def program():
        options = in_account()
        aws.s3.Bucket("here", opts=options)
        aws.s3.Bucket("there", region="us-west-2", opts=options)
        aws.iam.Role("role", assume_role_policy="{}", opts=options)

    captured = capture(program)
    assert {node.name: (node.account, node.region) for node in captured.graph} == {
        "here": ("444444444444", "us-east-1"),
        "role": ("444444444444", "global"),
        "there": ("444444444444", "us-west-2"),
    }


def test_the_account_of_a_provider_that_only_assumes_a_role_is_the_role_s(capture):
    def program():
        provider = aws.Provider(
            "p", region="us-east-1", assume_roles=[{"role_arn": "arn:aws:iam::555555555555:role/r"}]
        )
        aws.s3.Bucket("data", opts=pulumi.ResourceOptions(provider=provider))

    assert capture(program)["aws_s3_bucket.data"].account == "555555555555"


def test_default_tags_of_a_provider_are_on_what_takes_tags_and_lose_to_its_own(capture):
    def program():
        tags = {"tags": {"Team": "platform", "Owner": "o"}}
        options = pulumi.ResourceOptions(provider=aws.Provider("p", region="us-east-1", default_tags=tags))
        aws.s3.Bucket("data", tags={"Team": "cardiology"}, opts=options)
        aws.s3.BucketVersioning("data", bucket="b", versioning_configuration={"status": "Enabled"}, opts=options)

    captured = capture(program)
    assert captured["aws_s3_bucket.data"].get("tags") == {"Owner": "o", "Team": "cardiology"}
    assert captured["aws_s3_bucket_versioning.data"].get("tags") is None


def test_the_source_is_the_line_of_the_resource_call_for_every_way_to_make_one(capture, in_account):
    def program():
        in_account()
        Derived("derived")
        OwnBucket("own")
        factory("made")
        for name in ("one", "two"):
            aws.s3.Bucket(name)

    captured = capture(program)
    text = Path(__file__).read_text().splitlines()
    assert {node.name: text[node.source.line - 1].strip() for node in captured.graph} == {
        "derived-child": 'aws.s3.Bucket(f"{name}-child", opts=pulumi.ResourceOptions(parent=self))',
        "made": "return aws.s3.Bucket(name)",
        "one": "aws.s3.Bucket(name)",
        "own": 'OwnBucket("own")',
        "two": "aws.s3.Bucket(name)",
    }
    assert {node.source.file for node in captured.graph} == {HERE}
    made = captured["aws_s3_bucket.made"]
    assert text[made.called_from[0].line - 1].strip() == 'factory("made")'


def test_children_carry_the_path_of_their_components_and_the_engine_s_urn(capture):
    def program():
        outer = pulumi.ComponentResource("example:index:Team", "cardiology")
        Storage("raw", pulumi.ResourceOptions(parent=outer))

    bucket = capture(program)["aws_s3_bucket.data"]
    assert bucket.component == ("Team cardiology", "Storage raw")
    assert bucket.urn == (
        "urn:pulumi:prod::workspace::example:index:Team$example:index:Storage$aws:s3/bucket:Bucket::data"
    )


def test_names_that_collide_get_their_path_whatever_the_order(capture):
    def one():
        Storage("a"), Archive("b"), aws.s3.Bucket("data"), aws.s3.Bucket("alone")

    def other():
        aws.s3.Bucket("alone"), aws.s3.Bucket("data"), Archive("b"), Storage("a")

    addresses = [node.address for node in capture(one).graph]
    assert addresses == [
        "workspace.prod/aws_s3_bucket.Archive b/data",
        "workspace.prod/aws_s3_bucket.Storage a/data",
        "workspace.prod/aws_s3_bucket.alone",
        "workspace.prod/aws_s3_bucket.data",
    ]
    assert [node.address for node in capture(other).graph] == addresses


def test_two_resources_with_one_urn_are_an_error_as_they_are_under_the_real_engine(capture):
    def program():
        Storage("a"), Storage("b")

    with pytest.raises(CaptureError, match=r"test_programs.py:\d+: a second resource has the URN"):
        capture(program)


def test_options_are_kept(capture):
    def program():
        first = aws.s3.Bucket("first")
        options = pulumi.ResourceOptions(
            protect=True, retain_on_delete=True, ignore_changes=["bucketPrefix"], depends_on=[first], import_="adopted"
        )
        aws.s3.Bucket("second", opts=options)

    node = capture(program)["aws_s3_bucket.second"]
    assert (node.protect, node.retain_on_delete, node.ignore_changes, node.depends_on, node.import_id) == (
        True,
        True,
        ("bucket_prefix",),
        ("workspace.prod/aws_s3_bucket.first",),
        "adopted",
    )


def test_what_is_only_read_is_a_data_node_that_references_join(capture):
    def program():
        key = aws.kms.Key.get("central", "1234")
        aws.kms.Alias("alias", target_key_id=key.key_id)

    captured = capture(program)
    assert captured["data.aws_kms_key.central"].import_id == "1234"
    assert captured["aws_kms_alias.alias"].get("target_key_id") == Ref(
        "workspace.prod/data.aws_kms_key.central", "key_id"
    )


def test_an_output_that_the_program_computes_from_an_unknown_is_unknown_and_makes_no_resource(capture):
    def program():
        ami = aws.ec2.Ami("image")
        ami.ena_support.apply(lambda support: aws.s3.Bucket("conditional"))
        aws.s3.Bucket("always", bucket_prefix=ami.ena_support.apply(str))

    captured = capture(program)
    assert captured["aws_s3_bucket.always"].peek("bucket_prefix") == Unknown()
    assert len(captured.graph) == 2


def test_a_later_stack_joins_an_earlier_one_through_its_outputs(run):
    def earlier():
        gateway = aws.ec2transitgateway.TransitGateway("hub")
        pulumi.export("hub", gateway.id)
        pulumi.export("tables", {"prod": gateway.association_default_route_table_id})

    def later():
        network = pulumi.StackReference("organization/network/shared")
        aws.ec2transitgateway.VpcAttachment(
            "spoke",
            subnet_ids=["subnet-1"],
            vpc_id="vpc-1",
            transit_gateway_id=network.require_output("hub"),
        )
        aws.ec2transitgateway.RouteTablePropagation(
            "spoke",
            transit_gateway_attachment_id="a",
            transit_gateway_route_table_id=network.get_output("tables").apply(lambda tables: tables["prod"]),
        )

    first = run(earlier, layer="network", stack="shared")
    second = run(later, {"organization/network/shared": first.outputs}, first.registry)
    graph, problems = assemble([first, second])
    hub = "network.shared/aws_ec2_transit_gateway.hub"
    assert problems == ()
    assert graph["workspace.prod/aws_ec2_transit_gateway_vpc_attachment.spoke"].get("transit_gateway_id") == Ref(
        hub, "id"
    )
    propagation = graph["workspace.prod/aws_ec2_transit_gateway_route_table_propagation.spoke"]
    assert propagation.get("transit_gateway_route_table_id") == Ref(hub, "association_default_route_table_id")
    assert graph[hub].environment == "shared"


def test_a_stack_output_that_is_missing_is_an_error_that_names_it_its_stack_and_its_line(run):
    def program():
        network = pulumi.StackReference("organization/network/shared")
        aws.s3.Bucket("data", bucket=network.get_output("hub"))

    with pytest.raises(MissingStackOutput) as caught:
        run(program, {"organization/network/shared": {"gateway": "tgw"}})
    line = next(
        n
        for n, text in enumerate(Path(__file__).read_text().splitlines(), 1)
        if 'bucket=network.get_output("hub")' in text
    )
    assert str(caught.value) == (
        f"{HERE}:{line}: stack organization/network/shared has no output 'hub'; it has gateway; "
        "export it there or ask for another"
    )


def test_a_stack_that_was_not_captured_before_is_an_error_that_names_it(run):
    with pytest.raises(CaptureError, match="no stack 'organization/network/shared' was captured before this one"):
        run(lambda: pulumi.StackReference("organization/network/shared"))


def test_a_provider_function_that_needs_aws_is_an_error_with_its_line(capture):
    def plain():
        aws.s3.Bucket("data")
        aws.ec2.get_vpc(default=True)

    def output():
        aws.s3.Bucket("data", bucket=aws.s3.get_bucket_output(bucket="x").arn)

    with pytest.raises(CaptureError, match=HERE + r":\d+: the provider function aws:ec2/getVpc:getVpc needs AWS"):
        capture(plain)
    with pytest.raises(CaptureError, match=HERE + r":\d+: the provider function aws:s3/getBucket:getBucket needs AWS"):
        capture(output)


def test_a_provider_function_that_the_provider_itself_answers_is_answered(capture, in_account):
    def program():
        options = in_account()
        asked = pulumi.InvokeOptions(provider=options.provider)
        account, region = aws.get_caller_identity(opts=asked).account_id, aws.get_region(opts=asked).region
        aws.s3.Bucket("data", bucket=f"data-{account}-{region}-{aws.get_partition(opts=asked).partition}", opts=options)

    assert capture(program)["aws_s3_bucket.data"].get("bucket") == "data-444444444444-us-east-1-aws"


def test_a_resource_transform_is_refused_by_name_and_line(capture):
    def program():
        aws.s3.Bucket("data", opts=pulumi.ResourceOptions(transforms=[lambda args: None]))

    with pytest.raises(CaptureError, match=HERE + r":\d+: data has a resource transform, which is not run here"):
        capture(program)


def test_a_component_of_another_package_is_refused_because_its_children_are_not_seen(capture):
    def program():
        pulumi.ComponentResource("example:index:Remote", "elsewhere", {}, remote=True)

    with pytest.raises(CaptureError, match="elsewhere is a component of another package"):
        capture(program)


def test_a_stack_transform_is_refused(capture):
    def program():
        pulumi.runtime.register_resource_transform(lambda args: None)
        aws.s3.Bucket("data")

    with pytest.raises(CaptureError, match="registers a resource transform for the whole stack"):
        capture(program)


def test_a_program_that_makes_nothing_is_an_error(capture):
    with pytest.raises(CaptureError, match=r"workspace\.prod: the program makes no resource"):
        capture(lambda: None)


def test_a_program_that_fails_shows_its_own_error_and_leaves_nothing_behind(capture):
    def failing():
        aws.s3.Bucket("first")
        pulumi.export("left", "behind")
        raise RuntimeError("its own words")

    def next_program():
        aws.s3.Bucket("second")

    with pytest.raises(RuntimeError, match="its own words"):
        capture(failing)
    captured = capture(next_program)
    assert [node.name for node in captured.graph] == ["second"]
    assert captured.run.outputs == {}


def test_an_error_inside_apply_is_the_program_s_own_error(capture):
    def program():
        aws.s3.Bucket("data").arn.apply(lambda arn: {}["missing"])

    with pytest.raises(KeyError, match="missing"):
        capture(program)


def test_the_same_program_twice_gives_the_same_graph(capture):
    def program():
        Storage("a"), Archive("b")

    assert list(capture(program).graph) == list(capture(program).graph)
    assert isinstance(capture(program).graph, Graph)


def test_a_resource_without_a_provider_is_refused_where_the_project_disables_default_ones():
    with pytest.raises(CaptureError, match="data has no explicit provider"):
        run_program(lambda: aws.s3.Bucket("data"), "workspace", "prod", ROOT, {}, Registry(), ("aws",))
