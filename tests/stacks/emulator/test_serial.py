from __future__ import annotations

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from unittest.mock import patch

import pytest
from werkzeug.routing import Map, Rule, rules

from phizone_stacks.emulator.serial import serially


class Parsed:
    """Stands for `ast` where routes are written, and keeps how many threads were in it at once."""

    AST, If, Name = ast.AST, ast.If, ast.Name

    def __init__(self):
        self.most = self.now = 0
        self.lock = Lock()

    def __getattr__(self, name):
        return getattr(ast, name)

    def parse(self, *given):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.005)
        with self.lock:
            self.now -= 1
        return ast.parse(*given)


@pytest.fixture
def parsed():
    with patch.object(rules, "ast", Parsed()) as stand_in:
        yield stand_in


def write_routes(number):
    return Map([Rule(f"/{number}/<name>", endpoint="seen")]).bind("localhost").match(f"/{number}/key")


def test_routes_are_written_by_one_thread_at_a_time(parsed):
    with serially(), ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write_routes, range(8))) == [("seen", {"name": "key"})] * 8
    assert parsed.most == 1


def test_without_it_several_threads_write_routes_at_once(parsed):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_routes, range(8)))
    assert parsed.most > 1


def test_werkzeug_is_as_it_was_afterwards():
    before = Rule._compile_builder
    with serially():
        assert Rule._compile_builder is not before
    assert Rule._compile_builder is before
