"""Programs in the styles that people use become graphs: look-ups, secrets, other packages, loops, transforms."""

from __future__ import annotations

import pytest

from phizone_stacks.capture.foreign.program import MissingConfiguration, MissingImport
from phizone_stacks.capture.record import CaptureError
from phizone_stacks.capture.traceback import ProgramFailed
from phizone_stacks.graph.graph import UNNAMED_ACCOUNT
from phizone_stacks.graph.values import Ref, Template, Unknown


def test_a_bucket_in_the_main_file_has_its_own_line_and_no_account(captured):
    found = captured("bucket")
    bucket = found.graph["bucket.dev/aws_s3_bucket.site"]
    assert (str(bucket.source), bucket.account, bucket.region) == ("__main__.py:8", UNNAMED_ACCOUNT, "")
    assert found.graph["bucket.dev/aws_s3_bucket_policy.site"].get("bucket") == Ref(bucket.address, "id")
    assert isinstance(found.graph["bucket.dev/aws_s3_bucket_policy.site"].get("policy"), Template)
    assert found.warnings == ()


def test_the_default_provider_is_the_configuration_s_and_zones_are_its_region_s(captured):
    graph = captured("vpc_nat", "zones=3", account="444444444444").graph
    subnets = graph.of_type("aws_subnet")
    assert {node.get("availability_zone") for node in subnets} == {"eu-central-1a", "eu-central-1b", "eu-central-1c"}
    assert {(node.account, node.region) for node in subnets} == {("444444444444", "eu-central-1")}
    assert graph["vpc-nat.dev/aws_vpc.main"].get("tags") == {"Owner": "platform"}
    assert {rule["from_port"] for rule in graph["vpc-nat.dev/aws_security_group.jump"].blocks("ingress")} == {22, 443}


def test_look_ups_are_data_nodes_that_references_join(captured):
    graph = captured("fargate_alb").graph
    group = graph["fargate-alb.dev/aws_security_group.web"]
    (subnets,) = graph.of_type("data.aws_subnets")
    assert group.get("vpc_id") == Ref("fargate-alb.dev/data.aws_vpc.default:true", "id")
    assert graph["fargate-alb.dev/aws_ecs_service.web"].get("network_configuration.0.subnets") == Ref(
        subnets.address, "ids"
    )
    assert str(subnets.source) == "__main__.py:9"
    assert {node.type for node in graph if node.type.startswith("data.")} == {
        "data.aws_region",
        "data.aws_subnets",
        "data.aws_vpc",
    }


def test_a_policy_document_is_written_and_not_looked_up(captured):
    graph = captured("fargate_alb").graph
    assert '"Service": "ecs-tasks.amazonaws.com"' in graph["fargate-alb.dev/aws_iam_role.task"].text(
        "assume_role_policy"
    )


def test_a_program_in_a_folder_of_its_own_imports_its_modules(captured):
    graph = captured("lambda_api").graph
    function = graph["lambda-api.dev/aws_lambda_function.hello"]
    assert (str(function.source), [str(line) for line in function.called_from]) == (
        "infrastructure/api.py:17",
        ["infrastructure/__main__.py:6"],
    )
    assert graph["lambda-api.dev/aws_apigatewayv2_stage.hello"].get("name") == "dev"
    assert graph["lambda-api.dev/aws_ssm_parameter.hello"].get("value") == Ref(
        "lambda-api.dev/aws_appsync_graphql_api.hello", "uris.GRAPHQL"
    )
    assert graph["lambda-api.dev/aws_lambda_permission.hello"].get("source_arn") == Template(
        (
            f"arn:aws:execute-api:us-east-1:{UNNAMED_ACCOUNT}:",
            Ref("lambda-api.dev/aws_apigatewayv2_api.hello", "id"),
            "/*",
        )
    )


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_a_secret_is_named_and_never_held_whether_it_is_encrypted_or_in_the_open(captured, stack):
    found = captured("rds_secret", stack=stack)
    database = found.graph[f"rds-secret.{stack}/aws_db_instance.db"]
    assert database.get("password") == Ref(f"rds-secret.{stack}/data.pulumi:config:Value.rds-secret:password", "value")
    assert found.graph[f"rds-secret.{stack}/aws_ssm_parameter.url"].peek("value") == Unknown()
    assert "in-the-open" not in repr([node.attributes for node in found.graph])


def test_another_stack_s_outputs_are_unknown_and_told(captured):
    found = captured("rds_secret", stack="prod")
    network = "rds-secret.prod/data.pulumi:pulumi:StackReference.acme/network/prod"
    assert found.graph["rds-secret.prod/aws_security_group.db"].get("vpc_id") == Ref(network, "outputs.vpc.id")
    assert found.graph["rds-secret.prod/aws_db_subnet_group.db"].get("subnet_ids") == Ref(
        network, "outputs.private_subnet_ids"
    )
    assert found.warnings == ("__main__.py:7: the outputs of the stack acme/network/prod are not known here",)


def test_the_account_of_the_configuration_is_the_default_provider_s(captured):
    graph = captured("rds_secret", stack="prod").graph
    assert {node.account for node in graph.of_type("aws_db_instance")} == {"222222222222"}


def test_a_component_of_another_package_is_a_node_with_its_inputs_and_symbolic_outputs(captured):
    graph = captured("awsx_vpc").graph
    network = graph["awsx-vpc.dev/cloudx:ec2:Vpc.network"]
    assert (network.get("cidr_block"), str(network.source)) == ("10.0.0.0/16", "__main__.py:7")
    values = {
        "cluster": graph["awsx-vpc.dev/aws_eks_cluster.cluster"].get("vpc_config.0.subnet_ids"),
        "flow log": graph["awsx-vpc.dev/aws_flow_log.network"].get("vpc_id"),
        "group": graph["awsx-vpc.dev/aws_security_group.nodes"].get("vpc_id"),
        "other": graph["awsx-vpc.dev/aws_instance.other"].get("subnet_id"),
        "tool": graph["awsx-vpc.dev/aws_instance.tool"].get("subnet_id"),
    }
    assert values == {
        "cluster": Ref(network.address, "private_subnet_ids"),
        "flow log": Ref(network.address, "vpc.id"),
        "group": Ref(network.address, "vpc_id"),
        "other": Ref(network.address, "subnets.1.subnet_ids.0"),
        "tool": Ref(network.address, "private_subnet_ids.0"),
    }
    assert graph["awsx-vpc.dev/aws_instance.tool"].get("user_data") == Ref(
        "awsx-vpc.dev/aws_eks_cluster.cluster", "certificate_authority.0.data"
    )


def test_an_event_loop_of_the_program_s_own_runs_inside_ours(captured):
    graph = captured("own_loop").graph
    assert {node.name: node.get("enable_key_rotation") for node in graph} == {
        "first": True,
        "second": False,
        "third": False,
    }


def test_every_missing_key_is_told_at_once_with_its_line(captured):
    with pytest.raises(MissingConfiguration) as caught:
        captured("missing_config")
    assert str(caught.value).splitlines() == [
        "__main__.py:7: requires the configuration missing-config:bucketName",
        "__main__.py:8: requires the configuration missing-config:days",
        "__main__.py:9: requires the configuration missing-config:token",
        "__main__.py:10: requires the configuration team:owner",
        "__main__.py:12: requires the configuration missing-config:scratch",
        "give what is missing as --config missing-config:bucketName=… --config missing-config:days=… "
        "--config missing-config:token=… --config team:owner=… --config missing-config:scratch=…, "
        "or in the stack's file",
    ]


def test_what_was_missing_can_be_given(captured):
    given = ["bucketName=b", "days=30", "token=t0ken", 'team:owner={"name": "me"}', "scratch=true"]
    found = captured("missing_config", *given)
    assert found.graph["missing-config.dev/aws_s3_bucket.data"].attributes == {
        "bucket": "b",
        "force_destroy": True,
        "tags": {"Owner": "me"},
    }
    assert "t0ken" not in repr([node.attributes for node in found.graph])


def test_a_missing_package_is_named_with_what_to_do(captured):
    with pytest.raises(MissingImport) as caught:
        captured("missing_import")
    assert "the program imports pulumi_nowhere, which its Python does not have" in str(caught.value)
    assert "venv/bin/pip install -r requirements.txt" in str(caught.value)


def test_what_is_not_emulated_or_guessed_or_cut_is_a_warning_and_the_rest_is_captured(captured):
    found = captured("look_ups")
    assert found.warnings == (
        "__main__.py:11: look-ups.dev: the program asked len() on ids of tags:{Name:main}, and the answer is a guess",
        "__main__.py:27: look-ups.dev/aws_s3_bucket.cut: bucket: text was taken out of a value that is not known "
        "before apply: id of tags:{Name:main}, [4:]",
        "__main__.py:8: the provider function aws:outposts/getAsset:getAsset is not emulated; its result is unknown",
    )
    stored = "look-ups.dev/data.aws_secretsmanager_secret_version.secretId:database"
    database = found.graph["look-ups.dev/aws_db_instance.database"]
    assert (database.get("username"), database.get("password")) == (
        Ref(stored, "secret_string.user"),
        Ref(stored, "secret_string.password"),
    )
    assert found.graph["look-ups.dev/aws_s3_bucket.cut"].peek("bucket") == Unknown()
    assert found.graph["look-ups.dev/aws_ssm_parameter.registry"].get("value") == Ref(
        "look-ups.dev/data.aws_ecr_authorization_token.current", "authorization_token"
    )


def test_transforms_of_both_kinds_change_what_the_graph_holds(captured):
    graph = captured("transformed").graph
    shown = {node.name: (node.get("tags"), node.peek("encrypted"), node.protect) for node in graph}
    assert shown == {
        "before": ({"Name": "before"}, None, False),
        "disk": ({"Name": "stored", "Owner": "platform"}, True, False),
        "stored": ({"Name": "stored", "Owner": "platform"}, None, True),
    }


def test_a_program_that_fails_or_leaves_shows_its_own_words(written, captured_at):
    with pytest.raises(ProgramFailed, match="RuntimeError: its own words"):
        captured_at(written(program="raise RuntimeError('its own words')"))
    with pytest.raises(ProgramFailed, match="SystemExit: 3"):
        captured_at(written(program="import sys; sys.exit(3)"))


def test_arguments_that_the_provider_refuses_are_refused_by_name_and_line(written, captured_at):
    program = (
        "import pulumi_aws as aws\n"
        "twice = [{'sid': 'a', 'actions': ['s3:GetObject']}, {'sid': 'a', 'actions': ['s3:PutObject']}]\n"
        "aws.iam.get_policy_document(statements=twice)\n"
    )
    with pytest.raises(CaptureError, match=r"__main__.py:3: aws:iam/getPolicyDocument.*duplicate Sid \(a\)"):
        captured_at(written(program=program))


def test_an_invoke_transform_is_refused_by_name(written, captured_at):
    program = "import pulumi\npulumi.runtime.register_invoke_transform(lambda args: None)\n"
    with pytest.raises(CaptureError, match="registers an invoke transform for the whole stack"):
        captured_at(written(program=program))


def test_a_dynamic_provider_s_resource_is_a_node_without_its_code(written, captured_at):
    program = (
        "import pulumi, pulumi.dynamic, pulumi_aws as aws\n"
        "class Made(pulumi.dynamic.Resource):\n"
        "    answer: pulumi.Output[str]\n"
        "    def __init__(self, name):\n"
        "        super().__init__(pulumi.dynamic.ResourceProvider(), name, {'asked': 'x', 'answer': None})\n"
        "made = Made('own')\n"
        "aws.s3.Bucket('data', bucket=made.answer)\n"
    )
    graph = captured_at(written(program=program)).graph
    own = graph["written.dev/pulumi-python:dynamic:Resource.own"]
    assert (own.attributes, graph["written.dev/aws_s3_bucket.data"].get("bucket")) == (
        {"asked": "x"},
        Ref(own.address, "answer"),
    )


def test_the_same_project_twice_gives_the_same_graph(captured_at, project):
    folder = project("fargate_alb")
    assert list(captured_at(folder).graph) == list(captured_at(folder).graph)


def test_a_readable_secret_of_the_program_s_own_is_not_kept_however_it_is_wrapped(written, captured_at):
    program = (
        "import pulumi, pulumi_aws as aws\n"
        "inner = pulumi.Output.from_input({'user': ['hunter2']})\n"
        "bucket = aws.s3.Bucket('data')\n"
        "value = pulumi.Output.concat(bucket.arn, ':', pulumi.Output.secret(inner).apply(lambda v: v['user'][0]))\n"
        "aws.ssm.Parameter('url', type='SecureString', value=value)\n"
    )
    graph = captured_at(written(program=program)).graph
    assert graph["written.dev/aws_ssm_parameter.url"].peek("value") == Unknown()
    assert "hunter2" not in repr([node.attributes for node in graph])


def test_text_around_a_secret_that_nobody_can_read_is_kept(written, captured_at):
    program = (
        "import json, pulumi, pulumi_aws as aws\n"
        "stored = aws.secretsmanager.get_secret_version_output(secret_id='db').secret_string\n"
        "containers = pulumi.Output.secret(stored).apply(lambda text: json.dumps([{'privileged': True, 'x': text}]))\n"
        "aws.ecs.TaskDefinition('web', family='web', container_definitions=containers)\n"
        "aws.rds.Instance('db', instance_class='db.t3.micro', password='hunter2')\n"
    )
    graph = captured_at(written(program=program)).graph
    assert graph["written.dev/aws_ecs_task_definition.web"].get("container_definitions") == Template(
        (
            '[{"privileged": true, "x": "',
            Ref("written.dev/data.aws_secretsmanager_secret_version.secretId:db", "secret_string"),
            '"}]',
        )
    )
    assert graph["written.dev/aws_db_instance.db"].peek("password") == Unknown()


def test_a_boolean_of_a_look_up_can_be_passed_on_and_branched_on_with_a_warning(written, captured_at):
    program = (
        "import pulumi, pulumi_aws as aws\n"
        "vpc = aws.ec2.get_vpc(id='vpc-1')\n"
        "aws.ec2.Vpc('copy', cidr_block='10.0.0.0/16', enable_dns_support=vpc.enable_dns_support)\n"
        "if vpc.enable_dns_hostnames:\n"
        "    server = aws.ec2.Instance('one', ami=aws.ec2.get_ami(most_recent='true').id, instance_type='t3.micro')\n"
        "    pulumi.export('server', server)\n"
    )
    found = captured_at(written(program=program))
    assert found.warnings == (
        "__main__.py:4: written.dev: the program asked if on enableDnsHostnames of id:vpc-1, a boolean, and the answer "
        "is a guess",
    )
    assert found.graph["written.dev/aws_vpc.copy"].peek("enable_dns_support") == Unknown()
    assert "written.dev/aws_instance.one" in found.graph
