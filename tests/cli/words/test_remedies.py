"""Commands that an error names can be pasted: they exist, and have all that they need, a reason too."""

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from tests.cli.words.test_every import ERRORS, example_of
from trafftpkg.cli.app import program
from trafftpkg.cli.errors import UnknownCommandError
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.engine import requests
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.reverse import ReversePayment


def _names_that_need_a_reason() -> set[str]:
    modules = [import_module(f"{requests.__name__}.{each.name}") for each in iter_modules(requests.__path__)]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    ours = [each for each in found if issubclass(each, Request) and each not in (Request, ReversePayment)]
    return {each.name for each in ours if each.needs_reason}


NEED_A_REASON = _names_that_need_a_reason()


def _remedies(kind: type[TrafftpkgError]) -> Iterator[str]:
    """What an error says to do, for each of the words that one of its facts can be."""
    hints = get_type_hints(kind)
    yield words_for(example_of(kind), Names()).remedy
    for each in kind.__declared__:
        for word in get_args(hints[each.name]) if get_origin(hints[each.name]) is Literal else ():
            error = example_of(kind)
            setattr(error, each.name, word)
            yield words_for(error, Names()).remedy


def _commands(remedy: str) -> list[list[str]]:
    """The commands in a text, without those of which it leaves out a part."""
    found = re.findall(r"trafftpkg (.+?)(?=[.;:] |[.;]?$)", remedy)
    return [shlex.split(each) for each in found if "…" not in each]


def _lacks(typed: list[str]) -> list[str]:
    """What a command line lacks that its command needs."""
    command: Any = program()
    ctx = command.make_context("trafftpkg", list(typed), resilient_parsing=True)
    rest = [*ctx._protected_args, *ctx.args]
    while hasattr(command, "get_command") and rest and rest[0] != "--help":
        name, *rest = rest
        command = command.get_command(ctx, name)
        assert command is not None, f"there is no command {name}"
        ctx = command.make_context(name, [], parent=ctx, resilient_parsing=True)
    if rest == ["--help"]:
        return []
    given, _, _ = command.make_parser(ctx).parse_args(args=list(rest))
    lacking = [each.name for each in command.params if each.required and not given.get(each.name)]
    if command.name in NEED_A_REASON and not given.get("reason"):
        lacking.append("reason")
    return lacking


KINDS = [each for each in ERRORS if each is not UnknownCommandError]
"""All errors but the one whose words are made of what was typed."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_command_that_an_error_names_has_what_it_needs(kind: type[TrafftpkgError]) -> None:
    for remedy in _remedies(kind):
        for typed in _commands(remedy):
            assert not _lacks(typed), remedy


def test_commands_are_found_in_a_remedy() -> None:
    remedy = "Cancel it: trafftpkg cancel apt-1. To undo: trafftpkg undo 3. Or: trafftpkg --allow-future …"

    assert _commands(remedy) == [["cancel", "apt-1"], ["undo", "3"]]
    assert _lacks(["undo", "3"]) == ["reason"]
    assert _lacks(["cancel"]) == ["appointment"]
