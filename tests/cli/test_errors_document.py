"""Every error has an example in the documents, meets it, and its remedy can be followed."""

import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import get_args

import pytest

from tests.source_code import GUIDE
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import Step, agrees, steps_of
from trafftpkg.cli.failures import DEFECT_EXIT, INTERRUPTED_EXIT, exit_code_of
from trafftpkg.domain import errors
from trafftpkg.domain.errors.base import (
    RefusedError,
    TrafftpkgError,
    UnavailableError,
    UntrustedError,
    UsageError,
)
from trafftpkg.domain.errors.unavailable import StoreUnavailableError, UnavailableReason
from trafftpkg.domain.errors.unusable import StoreError, StoreUnusableError, UnusableReason

ERRORS = (GUIDE / "errors.md").read_text("utf-8")

FILLED_IN = {
    "CLIENT": "bob",
    "HANDLE": "zoe",
    "METHOD": "card",
    "NAME": "Zoe",
    "PACKAGE": "glow-10",
    "START": "2026-01-14T10:00",
    "TEXT": "agreed",
}
"""What a reader types in place of the words in capitals."""

TELLS_WHAT_IS_WRONG = ("catalog check", "ledger verify", "ledger repair")
"""Commands that end with exit 3 where a file is damaged: to say so is what they are for."""


def test_every_error_has_an_example() -> None:
    assert _codes_explained() == _codes()


def test_a_defect_and_an_interruption_are_told_beside_the_kinds_of_errors() -> None:
    kinds = {exit_code_of(kind()) for kind in (RefusedError, UsageError, UntrustedError, UnavailableError)}
    rows = dict(re.findall(r"^\| (\d+) \| (.*) \|$", ERRORS.partition("\n\n## ")[0], re.MULTILINE))

    assert {int(each) for each in rows} == {*kinds, DEFECT_EXIT, INTERRUPTED_EXIT}
    assert "`defect`" in rows[str(DEFECT_EXIT)]


@pytest.mark.parametrize(
    ("code", "reasons", "error", "exit_code"),
    [
        ("store_unusable", UnusableReason, StoreUnusableError, 3),
        ("store_unavailable", UnavailableReason, StoreUnavailableError, 4),
    ],
)
def test_only_what_may_be_otherwise_later_is_worth_repeating(
    code: str, reasons: object, error: type[StoreError], exit_code: int
) -> None:
    section = ERRORS.partition(f"### `{code}`")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(get_args(reasons))
    assert {exit_code_of(error(where="ledger", reason=each)) for each in get_args(reasons)} == {exit_code}


def test_every_example_meets_its_error_as_shown_and_its_remedy_can_be_followed() -> None:
    """The document is played once: each refusal as JSON, which says the same words and the code."""
    met, wrong = {}, []
    with Stage() as stage:
        for step in steps_of(ERRORS):
            refused = bool(step.expected) and re.fullmatch(r"\[\d+\]", step.expected[-1])
            if not refused or len(step.expected) != 3:
                wrong += _unlike(step, stage.play(step))
            if refused:
                error = json.loads(stage.play(replace(step, command=f"{step.command} --format json"))[-2])
                told = error["error"]
                met[_heading_above(step)] = told["code"]
                said = (f"error: {told['problem']}", f"what to do: {told['remedy']}", step.expected[-1])
                wrong += _unlike(replace(step, expected=step.expected[-3:]), said)
                for way in _ways_out(told["remedy"], step):
                    wrong += _followed(stage, way, told["code"])

    assert met == {code: code for code in _codes()}
    assert wrong == []


def _unlike(step: Step, printed: tuple[str, ...]) -> list[str]:
    return [] if agrees(step.expected, printed) else [f"line {step.line}: {step.command}: {printed}"]


def _ways_out(remedy: str, step: Step) -> Iterator[Step]:
    """What a remedy says to type: a command of its own, or an option for the one that was refused."""
    for typed in re.findall(
        r"(?:: |\badd )((?:trafftpkg |--[a-z]).*?)(?=\.? (?:Or|To|If|See)\b|\.?$|, )", remedy
    ):
        if not any(each in typed for each in ("…", "FILE", "BALANCES", "BACKUP")):
            way = typed if typed.startswith("trafftpkg") else f"{step.command} {typed}"
            yield replace(step, command=re.sub(r"\b[A-Z]{4,}\b", lambda word: FILLED_IN[word[0]], way))


def _followed(stage: Stage, way: Step, code: str) -> list[str]:
    """Say what is wrong with a way out: a wrong command line, the same refusal again, or a file not trusted.

    Another rule may stand behind the first, and then has a remedy of its own.
    """
    with stage.aside():
        printed = stage.play(replace(way, command=f"{way.command} --format json"))
    if not re.fullmatch(r"\[\d+\]", printed[-1] if printed else ""):
        return []
    is_another = printed[-1] == "[1]" and json.loads(printed[-2])["error"]["code"] != code
    is_told = printed[-1] == "[3]" and any(each in way.command for each in TELLS_WHAT_IS_WRONG)
    return [] if is_another or is_told else [f"line {way.line}: the remedy {way.command}: {printed}"]


def _codes() -> set[str]:
    """Those that a command can end with; what only the booking page says is the page's."""
    for module in pkgutil.iter_modules(errors.__path__, f"{errors.__name__}."):
        import_module(module.name)
    kinds = (kind for kind in _kinds(TrafftpkgError) if not kind.__module__.startswith("trafftpkg.web."))
    return {kind.code for kind in kinds if "code" in vars(kind)}


def _kinds(kind: type[TrafftpkgError]) -> Iterator[type[TrafftpkgError]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)


def _codes_explained() -> set[str]:
    return set(re.findall(r"^### `(.*)`$", ERRORS, re.MULTILINE))


def _heading_above(step: Step) -> str:
    above = "\n".join(ERRORS.splitlines()[: step.line])
    return str(re.findall(r"^### `(.*)`$", above, re.MULTILINE)[-1])
