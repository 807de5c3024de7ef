"""Every error has an example in the documents, and meets it."""

import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

from tests.source_code import GUIDE
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import Step, steps_of
from trafftpkg.domain import errors
from trafftpkg.domain.errors.base import TrafftpkgError

ERRORS = (GUIDE / "errors.md").read_text("utf-8")


def test_every_error_has_an_example() -> None:
    assert _codes_explained() == _codes()


def test_every_example_of_an_error_meets_that_error() -> None:
    met = {}
    with Stage() as stage:
        for step in steps_of(ERRORS):
            refused = step.expected and re.fullmatch(r"\[\d+\]", step.expected[-1])
            printed = stage.play(replace(step, command=f"{step.command} --format json") if refused else step)
            if refused:
                met[_heading_above(step)] = json.loads(printed[-2])["error"]["code"]

    assert met == {code: code for code in _codes()}


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
