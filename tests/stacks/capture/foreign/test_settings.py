"""What a project's files say: stack, program, configuration; and what is wrong with them."""

from __future__ import annotations

import json

import pytest

from phizone_stacks.capture.foreign.settings import InvalidProject, read_settings

DECLARED = """
name: shop
runtime:
  name: python
  options: {toolchain: uv, virtualenv: ../env}
config:
  pulumi:disable-default-providers: [aws]
  aws:region: {value: eu-west-1}
  size: {type: integer, default: 3}
  name: {type: string}
  mode: plain
"""
STACK = """
encryptionsalt: v1:abc
config:
  shop:mode: stack
  shop:token: {secure: v1:abc}
  shop:rules:
    - {name: first, key: {secure: v1:abc}}
  shop:ports: [22, 80]
  shop:open: true
  aws:defaultTags: {tags: {Owner: me}}
"""


def test_values_come_from_the_project_then_the_stack_then_the_command(written):
    settings = read_settings(written(DECLARED, dev=STACK), None, ["size=5", "aws:profile=x", "mode=a=b"])
    assert (settings.name, settings.stack, settings.virtualenv, settings.disabled) == (
        "shop",
        "dev",
        "../env",
        ("aws",),
    )
    assert dict(settings.config) == {
        "aws:defaultTags": '{"tags": {"Owner": "me"}}',
        "aws:profile": "x",
        "aws:region": "eu-west-1",
        "shop:mode": "a=b",
        "shop:open": "true",
        "shop:ports": "[22, 80]",
        "shop:size": "5",
    }


def test_a_value_with_something_encrypted_in_it_is_a_secret_until_the_command_gives_it(written):
    folder = written(DECLARED, dev=STACK)
    assert read_settings(folder, None).secrets == ("shop:rules", "shop:token")
    given = read_settings(folder, None, ["token=known"])
    assert (given.secrets, given.config["shop:token"]) == (("shop:rules",), "known")


def test_a_path_puts_a_value_inside_a_structure(written):
    settings = read_settings(
        written(DECLARED, dev=STACK), None, (), ["ports[1]=443", "aws:defaultTags.tags.Team=t", "new.a[0]=x"]
    )
    assert json.loads(settings.config["shop:ports"]) == [22, "443"]
    assert json.loads(settings.config["aws:defaultTags"]) == {"tags": {"Owner": "me", "Team": "t"}}
    assert json.loads(settings.config["shop:new"]) == {"a": ["x"]}


def test_the_only_stack_file_is_the_stack_and_without_one_it_is_dev(written):
    assert read_settings(written(), None).stack == "dev"
    assert read_settings(written(production="config: {}"), None).stack == "production"


def test_several_stack_files_need_a_choice(written):
    folder = written(dev="config: {}", prod="config: {}")
    with pytest.raises(InvalidProject, match="has the stacks dev, prod; choose one with --stack"):
        read_settings(folder, None)
    assert read_settings(folder, "prod").stack == "prod"


def test_an_environment_of_pulumi_cloud_is_told(written):
    settings = read_settings(written(dev="environment: [base]\n"), None)
    assert settings.warnings == (
        "Pulumi.dev.yaml: `environment` names values that only Pulumi Cloud knows; give them with --config",
    )


def test_main_names_the_program_s_folder_or_file(written):
    folder = written("name: n\nruntime: python\nmain: infra\n")
    (folder / "infra").mkdir()
    (folder / "infra/__main__.py").touch()
    assert read_settings(folder, None).program == folder / "infra/__main__.py"


@pytest.mark.parametrize(
    ("yaml", "given", "paths", "said"),
    [
        ("runtime: python\n", (), (), "Pulumi.yaml: has no `name`"),
        ("name: n\nruntime: nodejs\n", (), (), "the runtime is nodejs; only programs in python are captured"),
        ("name: n\n", (), (), "the runtime is not named"),
        (
            "name: n\nruntime: python\nmain: elsewhere\n",
            (),
            (),
            "elsewhere is not there; `main` names its folder or file",
        ),
        ("name: n\n  runtime: python\n", (), (), "Pulumi.yaml:2: is no YAML"),
        ("- a\n", (), (), "Pulumi.yaml: is no mapping of keys to values"),
        ("name: n\nruntime: python\nconfig: [a]\n", (), (), "`config` is no mapping"),
        ("name: n\nruntime: python\n", ("size",), (), "--config size: is no assignment; write it as key=value"),
        ("name: n\nruntime: python\n", (), ("[0]=x",), "begins with no key"),
        ("name: n\nruntime: python\n", ("a=1",), ("a[3]=x",), "does not fit the value that is there already"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(written, yaml, given, paths, said):
    with pytest.raises(InvalidProject) as caught:
        read_settings(written(yaml), None, given, paths)
    assert said in str(caught.value)


def test_a_folder_without_a_project_is_told(tmp_path):
    with pytest.raises(InvalidProject, match=r"has no Pulumi\.yaml; name the folder of a Pulumi project"):
        read_settings(tmp_path, None)
