"""The app's files, for either library: Python that compiles, the classes of the bindings, and what stays without."""

from __future__ import annotations

import ast
import json

import pytest

from phizone_stacks.cdktf.app import app
from phizone_stacks.cdktf.bindings import Library
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node

BOTH = pytest.mark.parametrize("library", list(Library))
CLASSES = {
    Library.CDKTN: {
        "ec2.DataAwsAmi",
        "kms.AwsKey",
        "lambda_.AwsFunction",
        "provider.AwsProvider",
        "provider.AwsProvider.AssumeRoleProperty",
        "s3.AwsBucket",
        "s3.AwsBucketPolicy",
        "s3.AwsBucketServerSideEncryptionConfiguration",
        "s3.AwsBucketServerSideEncryptionConfiguration.ApplyServerSideEncryptionByDefaultProperty",
        "s3.AwsBucketServerSideEncryptionConfiguration.RuleProperty",
        "transit_gateway.AwsVpcAttachment",
        "vpc.AwsNetworkAcl",
        "vpc.AwsNetworkAcl.EgressProperty",
    },
    Library.CDKTF: {
        "data_aws_ami.DataAwsAmi",
        "ec2_transit_gateway_vpc_attachment.Ec2TransitGatewayVpcAttachment",
        "kms_key.KmsKey",
        "lambda_function.LambdaFunction",
        "network_acl.NetworkAcl",
        "network_acl.NetworkAclEgress",
        "provider.AwsProvider",
        "provider.AwsProviderAssumeRole",
        "s3_bucket.S3Bucket",
        "s3_bucket_policy.S3BucketPolicy",
        "s3_bucket_server_side_encryption_configuration.S3BucketServerSideEncryptionConfigurationA",
        "s3_bucket_server_side_encryption_configuration.S3BucketServerSideEncryptionConfigurationRuleA",
        "s3_bucket_server_side_encryption_configuration"
        ".S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA",
    },
}


def calls(text):
    """What a module calls by a dotted name that begins with one it imports."""
    tree = ast.parse(text)
    imported = {name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names}
    found = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {name for name in found if "." in name and name.split(".")[0] in imported}, imported


@BOTH
def test_a_module_uses_the_library_s_own_classes_and_imports_them(library, graph, roots_of):
    made = app(roots_of(graph), library)
    called, imported = calls(made.files["workspace_dev.py"].decode())
    assert called - {"Token.as_number"} == CLASSES[library]
    assert "Token" in imported
    assert (made.typed, made.raw) == (len(graph), {})


@BOTH
def test_every_file_is_there_and_compiles(library, graph, roots_of):
    made = app(roots_of(graph), library)
    (archive,) = (name for name in made.files if name.startswith("archives/workspace.dev/rotation_handler-"))
    modules = {"main.py", "network_shared.py", "workspace_dev.py"}
    assert set(made.files) == {*modules, archive, "cdktf.json", "requirements.txt"}
    assert {name for name in modules if compile(made.files[name], name, "exec")} == modules
    assert json.loads(made.files["cdktf.json"])["app"] == "python main.py"


def test_the_requirements_are_exact_and_name_no_host(graph, roots_of):
    told = {library: app(roots_of(graph), library).files["requirements.txt"] for library in Library}
    assert told == {
        Library.CDKTN: b"cdktn==0.24.0\ncdktn-aws==0.3.0\n",
        Library.CDKTF: b"cdktf==0.21.0\ncdktf-cdktf-provider-aws==21.22.1\n",
    }


def test_stacks_are_made_in_order_and_say_what_they_wait_for(graph, roots_of):
    main = app(roots_of(graph), Library.CDKTN).files["main.py"].decode()
    assert main.index("NetworkShared(app)") < main.index("WorkspaceDev(app)")
    assert "workspace_dev.add_dependency(network_shared)" in main


@BOTH
def test_what_the_bindings_lack_is_made_without_types_and_told(library, newer, roots_of):
    made = app(roots_of(Graph([newer])), library)
    text = made.files["workspace_dev.py"].decode()
    assert list(made.raw) == [newer.address]
    assert made.raw[newer.address].startswith("newer_than_the_bindings of ")
    assert 'terraform_resource_type="aws_s3_bucket"' in text
    assert 'it.add_override("newer_than_the_bindings", [{"a": "$${b}"}])' in text
    assert made.typed == 0


def test_a_value_of_another_type_is_no_argument_of_the_bindings(roots_of):
    node = Node(
        address="workspace.dev/aws_kms_key.x",
        type="aws_kms_key",
        name="x",
        account="555555555555",
        attributes={"deletion_window_in_days": "soon"},
    )
    assert app(roots_of(Graph([node])), Library.CDKTN).raw == {node.address: 'deletion_window_in_days: "soon"'}


def test_the_same_graph_gives_the_same_files(graph, roots_of):
    assert app(roots_of(graph), Library.CDKTN) == app(roots_of(graph), Library.CDKTN)
