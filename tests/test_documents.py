"""Every example in the documents is true: it is run, and prints what the document says."""

import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import unified_diff
from importlib import import_module
from pathlib import Path

import pytest

from tests.source_code import PACKAGE, ROOT
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import Step, agrees, steps_of
from trafftpkg.cli.menu import MENU
from trafftpkg.domain import errors
from trafftpkg.domain.errors.base import TrafftpkgError

README = (ROOT / "README.md").read_text("utf-8")
ERRORS = (PACKAGE / "cli" / "ERRORS.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted(PACKAGE.rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_shows_is_what_happens(document: Path) -> None:
    wrong = ""
    with Stage() as stage:
        for step in steps_of(document.read_text("utf-8")):
            printed = stage.play(step)
            if not agrees(step.expected, printed):
                told = unified_diff(step.expected, printed, "document", "printed", lineterm="")
                wrong += f"\n{document}:{step.line}: $ {step.command}\n" + "\n".join(told)

    assert not wrong, f"{wrong}\n\nIf this is right: python -m tests.transcripts.rewrite {document}"


def test_every_error_has_an_example() -> None:
    assert _codes_explained() == _codes()


def test_every_example_of_an_error_meets_that_error() -> None:
    wrong = []
    with Stage() as stage:
        for step in steps_of(ERRORS):
            printed = stage.play(step)
            if printed and re.fullmatch(r"\[\d+\]", printed[-1]):
                # What was refused changed nothing, so it can be asked again.
                asked_again = stage.play(replace(step, command=f"{step.command} --format json"))
                wrong += [told for told in [_other_code(step, asked_again)] if told]

    assert wrong == []


def test_every_command_is_in_the_readme() -> None:
    used = set(re.findall(r"trafftpkg ([a-z-]+)", README)) | set(
        re.findall(r"^  ([a-z-]+)  ", README, re.MULTILINE)
    )

    assert MENU[""].keys() - used == set()


def test_every_link_inside_the_readme_leads_somewhere() -> None:
    headings = {re.sub(r"[^a-z -]", "", line.lower()).replace(" ", "-") for line in _headings(README)}

    assert set(re.findall(r"\]\(#([^)]+)\)", README)) - headings == set()
    assert [link for link in re.findall(r"\]\(([^#:)]+)\)", README) if not (ROOT / link).exists()] == []


def _codes() -> set[str]:
    for module in pkgutil.iter_modules(errors.__path__, f"{errors.__name__}."):
        import_module(module.name)
    return {kind.code for kind in _kinds(TrafftpkgError) if "code" in vars(kind)}


def _kinds(kind: type[TrafftpkgError]) -> Iterator[type[TrafftpkgError]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)


def _codes_explained() -> set[str]:
    return {line.strip("`") for line in _headings(ERRORS) if line.startswith("`")}


def _headings(document: str) -> list[str]:
    return [line.lstrip("#").strip() for line in document.splitlines() if line.startswith("##")]


def _other_code(step: Step, printed: tuple[str, ...]) -> str:
    told = json.loads(printed[-2])["error"]["code"]
    above = _headings("\n".join(ERRORS.splitlines()[: step.line]))[-1].strip("`")
    return "" if told == above else f"{above}: met {told} instead, in {step.command}"
