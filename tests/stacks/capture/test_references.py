"""References survive what programs do with text, lists, maps and numbers; what cannot survive is unknown and said."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import urllib.parse

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import _types

from phizone_stacks.capture.symbols import SymbolicBoolean
from phizone_stacks.capture.tokens import Origin, Registry
from phizone_stacks.graph.values import Ref, Template, Unknown

SHIFTED = str.maketrans("012345678", "123456789")
ARN = Ref("workspace.prod/aws_s3_bucket.raw", "arn")
ID = Ref("workspace.prod/aws_s3_bucket.raw", "id")


def topic(name, value):
    return aws.sns.Topic(name, display_name=value)


def test_an_output_becomes_a_reference_in_terraform_s_words(capture):
    def program():
        key = aws.kms.Key("key")
        aws.kms.Alias("alias", target_key_id=key.key_id)

    captured = capture(program)
    assert captured["aws_kms_alias.alias"].get("target_key_id") == Ref("workspace.prod/aws_kms_key.key", "key_id")
    assert captured.problems == ()


def test_concat_format_apply_all_and_json_dumps_keep_the_reference_inside_text(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("concat", pulumi.Output.concat(raw.arn, "/*"))
        topic("format", pulumi.Output.format("{0}/{1}", raw.arn, "x"))
        topic("apply", raw.arn.apply(lambda arn: f"{arn}/*".lower()))
        topic("all", pulumi.Output.all(raw.arn, raw.id).apply(lambda both: " ".join(both)))
        topic("json", pulumi.Output.json_dumps({"Resource": [raw.arn]}))
        topic("quoted", raw.arn.apply(lambda arn: urllib.parse.quote(arn + "/ä")))

    captured = capture(program)
    assert [node.get("display_name") for node in captured.graph.of_type("aws_sns_topic")] == [
        Template((ARN, " ", ID)),
        Template((ARN, "/*")),
        Template((ARN, "/*")),
        Template((ARN, "/x")),
        Template(('{"Resource": ["', ARN, '"]}')),
        Template((ARN, "/%C3%A4")),
    ]
    assert captured.problems == ()


def test_splitting_text_that_holds_a_reference_keeps_it(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("part", pulumi.Output.concat("a:", raw.arn, ":b").apply(lambda text: text.split(":")[1]))

    captured = capture(program)
    assert captured["aws_sns_topic.part"].get("display_name") == ARN


def test_a_part_of_an_unknown_text_is_unknown_and_said_with_its_line(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("split", raw.arn.apply(lambda arn: arn.split(":")[5]))
        topic("slice", raw.id.apply(lambda name: name[:8]))
        topic("replace", raw.arn.apply(lambda arn: arn.replace("arn:", "")))
        topic("upper", raw.arn.apply(lambda arn: arn.upper()))

    captured = capture(program)
    assert [node.peek("display_name") for node in captured.graph.of_type("aws_sns_topic")] == [Unknown()] * 4
    assert [problem.split(": ", 1)[1] for problem in captured.problems] == [
        "workspace.prod/aws_sns_topic.replace: displayName: text was taken out of a value that is not known before "
        "apply: arn of raw, replace('arn:', '')",
        "workspace.prod/aws_sns_topic.slice: displayName: text was taken out of a value that is not known before "
        "apply: id of raw, [:8]",
        "workspace.prod/aws_sns_topic.split: displayName: text was taken out of a value that is not known before "
        "apply: arn of raw, split(':',)[5]",
        "workspace.prod/aws_sns_topic.upper: displayName: text was taken out of a value that is not known before "
        "apply: arn of raw, upper()",
    ]
    assert {problem.split(":")[0] for problem in captured.problems} == {"tests/stacks/capture/test_references.py"}


def test_a_token_that_was_cut_changed_or_encoded_in_longer_text_is_unknown_and_said(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("cut", pulumi.Output.concat("bucket ", raw.arn).apply(lambda text: text[:20]))
        topic("middle", pulumi.Output.concat("bucket ", raw.arn).apply(lambda text: text[15:21]))
        topic("loud", pulumi.Output.concat("bucket ", raw.arn).apply(str.upper))
        topic("base64", raw.arn.apply(lambda arn: base64.b64encode(f"x{arn}".encode()).decode()))
        topic("gzip", raw.arn.apply(lambda arn: base64.b64encode(gzip.compress(arn.encode())).decode()))
        topic("hex", raw.arn.apply(lambda arn: arn.encode().hex()))

    captured = capture(program)
    assert [node.peek("display_name") for node in captured.graph.of_type("aws_sns_topic")] == [Unknown()] * 6
    assert {problem.split("aws_sns_topic.")[1] for problem in captured.problems} == {
        "base64: displayName: a value that is not known before apply was encoded",
        "cut: displayName: a value that is not known before apply was cut or changed",
        "gzip: displayName: a value that is not known before apply was encoded",
        "hex: displayName: a value that is not known before apply was encoded",
        "loud: displayName: a value that is not known before apply was cut or changed",
        "middle: displayName: a value that is not known before apply was cut or changed",
    }


def test_an_output_printed_into_an_f_string_is_unknown_and_said(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("printed", f"{raw.arn}")

    captured = capture(program)
    assert captured["aws_sns_topic.printed"].peek("display_name") == Unknown()
    assert captured.problems[0].endswith(
        "displayName: an Output was printed into text; use Output.concat, Output.format or apply"
    )


def test_a_test_on_an_unknown_text_is_said_because_its_answer_is_a_guess(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("guess", raw.arn.apply(lambda arn: "gov" if arn.startswith("arn:aws-us-gov") else "aws"))

    (problem,) = capture(program).problems
    where, _, said = problem.partition(": ")
    assert where.startswith("tests/stacks/capture/test_references.py:")
    assert said == (
        "workspace.prod: the program asked startswith('arn:aws-us-gov',) on arn of raw, and the answer is a guess"
    )


def test_comparing_measuring_and_walking_what_is_unknown_is_said_too(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        endpoint = aws.ec2.VpcEndpoint("endpoint", vpc_id="vpc-1", service_name="s")
        raw.arn.apply(lambda arn: (arn == "arn:aws:s3:::raw", len(arn)))
        endpoint.network_interface_ids.apply(lambda ids: [topic(f"of-{number}", one) for number, one in enumerate(ids)])
        endpoint.network_interface_ids.apply(len)

    problems = capture(program).problems
    asked = {problem.split("the program asked ")[1] for problem in problems if "the program asked" in problem}
    assert asked == {
        "== 'arn:aws:s3:::raw' on arn of raw, and the answer is a guess",
        "for each element on networkInterfaceIds of endpoint, and the answer is a guess",
        "len() on arn of raw, and the answer is a guess",
    }


def test_a_list_of_unknown_length_joined_into_text_is_unknown_and_said(capture):
    def program():
        endpoint = aws.ec2.VpcEndpoint("endpoint", vpc_id="vpc-1", service_name="s")
        topic("joined", endpoint.network_interface_ids.apply(",".join))

    captured = capture(program)
    assert captured["aws_sns_topic.joined"].peek("display_name") == Unknown()
    assert captured.problems[0].endswith("displayName: a list or map of unknown length was made into one text")


def test_a_boolean_inside_an_object_is_passed_on_through_output_all(capture):
    passed_on = []

    def program():
        aws.s3.Bucket("raw")
        boolean = SymbolicBoolean(Registry(), Origin("urn", ("settings", "enabled")))
        pulumi.Output.all(boolean).apply(passed_on.extend)

    assert capture(program).problems == ()
    assert [type(value) for value in passed_on] == [SymbolicBoolean]


def test_a_hash_of_an_unknown_text_keeps_the_dependency(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("hash", raw.arn.apply(lambda arn: hashlib.sha256(arn.encode()).hexdigest()))

    assert capture(program)["aws_sns_topic.hash"].depends_on == ("workspace.prod/aws_s3_bucket.raw",)


def test_an_unknown_number_is_a_reference_also_inside_text_and_unknown_after_arithmetic(capture):
    def program():
        database = aws.rds.Instance("db", instance_class="db.t3.micro")
        rule = aws.vpc.SecurityGroupIngressRule
        rule("same", security_group_id="sg-1", ip_protocol="tcp", from_port=database.port, to_port=database.port)
        rule("next", security_group_id="sg-1", ip_protocol="tcp", to_port=database.port.apply(lambda port: port + 1))
        topic("text", pulumi.Output.concat("port ", database.port.apply(str)))

    captured = capture(program)
    port = Ref("workspace.prod/aws_db_instance.db", "port")
    assert captured["aws_vpc_security_group_ingress_rule.same"].get("from_port") == port
    assert captured["aws_vpc_security_group_ingress_rule.next"].peek("to_port") == Unknown()
    assert captured["aws_sns_topic.text"].get("display_name") == Template(("port ", port))
    assert len(captured.problems) == 1


def test_lists_and_maps_answer_every_index_and_key_and_pass_on_whole(capture):
    def program():
        endpoint = aws.ec2.VpcEndpoint("endpoint", vpc_id="vpc-1", service_name="s")
        topic("index", endpoint.network_interface_ids[2])
        topic("dns", endpoint.dns_entries[0]["dns_name"])
        topic("joined", pulumi.Output.all(endpoint.network_interface_ids).apply(lambda joined: joined[0][3]))
        key = aws.kms.Key("key")
        topic("tag", key.tags_all["Team"])
        aws.ec2.VpcEndpoint("copy", vpc_id="vpc-1", service_name="s", security_group_ids=endpoint.network_interface_ids)
        aws.kms.Key("tagged", tags=key.tags_all)

    captured = capture(program)
    endpoint = "workspace.prod/aws_vpc_endpoint.endpoint"
    assert {node.name: node.get("display_name") for node in captured.graph.of_type("aws_sns_topic")} == {
        "dns": Ref(endpoint, "dns_entry.0.dns_name"),
        "index": Ref(endpoint, "network_interface_ids.2"),
        "joined": Ref(endpoint, "network_interface_ids.3"),
        "tag": Ref("workspace.prod/aws_kms_key.key", "tags_all.Team"),
    }
    assert captured["aws_vpc_endpoint.copy"].get("security_group_ids") == Ref(endpoint, "network_interface_ids")
    assert captured["aws_kms_key.tagged"].get("tags") == Ref("workspace.prod/aws_kms_key.key", "tags_all")
    assert captured.problems == ()


def test_a_boolean_output_is_unknown_and_what_depends_on_it_too(capture):
    def program():
        image = aws.ec2.Ami("image", ena_support=None)
        topic("boolean", image.ena_support.apply(lambda support: "yes" if support else "no"))

    captured = capture(program)
    assert captured["aws_sns_topic.boolean"].peek("display_name") == Unknown()


def test_a_token_with_another_character_is_unknown_and_said(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("changed", pulumi.Output.concat(raw.arn, "").apply(lambda token: token.translate(SHIFTED)))

    captured = capture(program)
    assert captured["aws_sns_topic.changed"].peek("display_name") == Unknown()
    assert captured.problems[0].endswith("was changed")


@pytest.mark.filterwarnings("ignore:.* is deprecated:UserWarning")
@pytest.mark.parametrize("make", [lambda: aws.s3.Bucket("x"), lambda: aws.rds.Instance("x", instance_class="c")])
def test_no_output_of_a_resource_is_none(capture, make):
    seen = {}

    def program():
        made = make()
        for name in _types.resource_pulumi_to_py_names(type(made)).values():
            getattr(made, name).apply(lambda value, name=name: seen.setdefault(name, value))

    capture(program)
    assert {"arn", "tags_all"} <= set(seen)
    assert [name for name, value in seen.items() if value is None] == []


def test_an_output_itself_is_always_true_as_it_is_under_the_real_engine(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("branch", "taken" if raw.arn else "not taken")

    assert capture(program)["aws_sns_topic.branch"].get("display_name") == "taken"


def test_a_secret_is_not_kept_and_a_secret_reference_stays_a_reference(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        topic("literal", pulumi.Output.secret("hunter2"))
        topic("reference", pulumi.Output.secret(raw.arn))

    captured = capture(program)
    assert captured["aws_sns_topic.literal"].peek("display_name") == Unknown()
    assert captured["aws_sns_topic.reference"].get("display_name") == ARN
    assert "hunter2" not in json.dumps([str(dict(node.attributes)) for node in captured.graph])


def test_a_resource_given_as_a_property_is_a_reference_to_its_id(capture):
    def program():
        raw = aws.s3.Bucket("raw")
        aws.s3.BucketVersioning("raw", bucket=raw, versioning_configuration={"status": "Enabled"})

    captured = capture(program)
    versioning = captured["aws_s3_bucket_versioning.raw"]
    assert versioning.get("bucket") == ID
    assert versioning.get("versioning_configuration") == [{"status": "Enabled"}]


def test_what_a_program_says_itself_stays_literal(capture):
    def program():
        raw = aws.s3.Bucket("raw", bucket="meridian-raw")
        aws.s3.BucketPolicy("raw", bucket=raw.bucket, policy="{}")

    policy = capture(program)["aws_s3_bucket_policy.raw"]
    assert (policy.get("bucket"), policy.depends_on) == ("meridian-raw", ("workspace.prod/aws_s3_bucket.raw",))
