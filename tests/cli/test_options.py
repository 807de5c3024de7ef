"""Options hand over values; what cannot be meant is refused under the option's own name."""

from functools import partial
from typing import Any

import pytest
from typer import Context

from tests.cli.conftest import Typed
from tests.cli.test_menu import COMMANDS
from trafftpkg.cli.app import program
from trafftpkg.cli.words.fields import option_of


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_an_option_is_refused_under_its_own_name(group: str, name: str) -> None:
    command = _command(group, name)
    wrong = [
        f"{parameter.opts[0]} is read as {called}"
        for parameter in command.params
        if isinstance(read := getattr(parameter.type, "func", None), partial)
        and (called := _called(read, command)) not in (*parameter.opts, parameter.metavar)
    ]

    assert wrong == []


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_the_shell_offers_the_words_that_an_option_may_have(group: str, name: str) -> None:
    command = _command(group, name)
    silent = [
        parameter.opts[0]
        for parameter in command.params
        if isinstance(read := getattr(parameter.type, "func", None), partial) and "choices" in read.keywords
        if [each.value for each in parameter.shell_complete(Context(command), "")]
        != [*read.keywords["choices"]]
    ]

    assert silent == []


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_one_parser_reads_every_day_and_moment(group: str, name: str) -> None:
    wrong = [
        parameter.opts[0]
        for parameter in _command(group, name).params
        if parameter.metavar in {"DAY", "MOMENT", "START", "END"}
        if parameter.type.func.func.__module__ != "trafftpkg.cli.days"
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("list --limit none", "--limit"),
        ("list --format xml", "--format"),
        ("list --expiring-within soon", "--expiring-within"),
        ("list --as-of soon", "--as-of"),
        ("book ana facial --at someday", "--at"),
        ("purchase ana glow-10 --book facial", "--book"),
        ("extend pur-1 --until never", "--until"),
        ("refund pur-1 --amount 10,00", "--amount"),
        ("transfer pur-1 --to ivo --units some", "--units"),
        ("client link ana --address here", "--address"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_asked(
    typed: Typed, line: str, option: str
) -> None:
    printed = typed(line)

    assert (printed.code, printed.out) == (2, "")
    assert option in printed.err.splitlines()[0]


def test_a_reason_of_spaces_is_none(sold: Typed) -> None:
    refused = sold("void pur-1 --reason '  '")

    assert refused.code == 1
    assert "reason" in refused.err


def _called(read: "partial[object]", command: Any) -> str:
    """What a refusal calls the option: as its parser was told, or as the field is called that it fills."""
    told = read.keywords
    return str(told["what"]) if "what" in told else option_of(Context(command), told["field"])


def _command(group: str, name: str) -> Any:
    found: Any = program()
    for each in (group, name) if group else (name,):
        found = found.get_command(None, each)
    return found
