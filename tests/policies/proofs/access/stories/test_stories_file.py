"""A file of stories is read whole, and every mistake in it is told with its line."""

from __future__ import annotations

import pytest

from phizone_policies.proofs.access.stories import InvalidStories, load_stories, problems, shipped

GOOD = """stories:
  - name: A scientist of {team} reads
    who: "{organization}-scientist"
    does: s3:GetObject
    on: data/key
    from: vpc
    context: {"aws:userid": [one, two]}
    expected: allowed
"""
BAD = """stories:
  - name: One
    who: "{everybody}"
    does: GetObject
    on: data/key
    from: moon
    expected: maybe
  - name: Two
    who: anonymous
    does: s3:GetObject
    on: data/key
    from: internet
    expected: denied
    why: nobody knows
"""


@pytest.fixture
def stories(tmp_path):
    """The stories of a text."""

    def load(text):
        path = tmp_path / "stories.yaml"
        path.write_text(text, encoding="utf-8")
        return load_stories(path, "policies/stories.yaml")

    return load


def test_a_story_knows_its_line_and_the_names_it_speaks_of(stories):
    (told,) = stories(GOOD)
    assert (str(told.source), told.story.speaks_of) == ("policies/stories.yaml:2", {"organization", "team"})
    assert told.story.context == {"aws:userid": ("one", "two")}


def test_where_there_is_no_file_there_are_no_stories(tmp_path):
    assert load_stories(tmp_path / "none.yaml", "none.yaml") == ()


def test_every_mistake_is_told_with_its_line(stories):
    with pytest.raises(InvalidStories) as wrong:
        stories(BAD)
    assert [line.split(" ")[0:2] for line in str(wrong.value).splitlines()] == [
        ["policies/stories.yaml:3:", "stories[0].who"],
        ["policies/stories.yaml:4:", "stories[0].does"],
        ["policies/stories.yaml:6:", "stories[0].from"],
        ["policies/stories.yaml:7:", "stories[0].expected"],
        ["policies/stories.yaml:14:", "stories[1].why"],
    ]


def test_two_stories_have_two_names(stories):
    with pytest.raises(InvalidStories, match="twice"):
        stories(GOOD + GOOD.removeprefix("stories:\n"))


def test_an_environment_that_there_is_not_is_told(stories):
    told = stories(GOOD + "    environments: [prod, moon]\n")
    assert [str(each) for each in problems(told, ("dev", "prod"))] == [
        "policies/stories.yaml:2: environments moon is none; there is dev, prod"
    ]


@pytest.mark.parametrize("name", ["needs.yaml", "stories.yaml"])
def test_the_stories_that_come_with_the_package_have_an_answer_either_way(name):
    assert {told.story.expected.value for told in shipped(name)} == {"allowed", "denied"}
