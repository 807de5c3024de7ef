"""Every example in the documents is true: it is run, and prints what the document says."""

import re
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.source_code import GUIDE, PACKAGE, ROOT
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import agrees, steps_of
from trafftpkg.cli.menu import MENU

COMMANDS = [
    f"{group} {name}".strip() for group, menu in MENU.items() for name in menu if group or name not in MENU
]

README = (ROOT / "README.md").read_text("utf-8")
FIRST_SCREEN = 50
BEGUN = {"trafftpkg/engine/requests/note.py", "trafftpkg/cli/commands/note.py"}
"""Files that the contributors' worked example begins."""
DOCUMENTS = [ROOT / "README.md", *sorted(PACKAGE.rglob("*.md"))]


ERRORS = GUIDE / "errors.md"
"""Played with its remedies by `cli/test_errors_document.py`."""


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each != ERRORS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_what_a_document_shows_is_what_happens(document: Path) -> None:
    wrong = ""
    with Stage() as stage:
        for step in steps_of(document.read_text("utf-8")):
            printed = stage.play(step)
            if not agrees(step.expected, printed):
                told = unified_diff(step.expected, printed, "document", "printed", lineterm="")
                wrong += f"\n{document}:{step.line}: $ {step.command}\n" + "\n".join(told)

    assert not wrong, f"{wrong}\n\nIf this is right: python -m tests.transcripts.rewrite {document}"


def test_every_command_is_shown_at_work() -> None:
    shown = "\n".join(document.read_text("utf-8") for document in DOCUMENTS)

    assert [name for name in COMMANDS if not re.search(rf"trafftpkg (--\S+ \S+ )*{name}\b", shown)] == []


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 250


def test_a_newcomer_finds_the_first_transcript_and_both_commands_on_the_first_screen() -> None:
    first_screen = README.splitlines()[:FIRST_SCREEN]

    assert "$ trafftpkg book ana facial --at 2026-01-20T10:00" in first_screen
    assert [line for line in first_screen if line.startswith("bash ")] == [
        "bash .ci/prepare && .venv/bin/trafftpkg demo",
        "bash .ci/prepare test && .venv/bin/pytest -n auto",
    ]


ERRORS = GUIDE / "errors.md"
"""Played with its remedies by `cli/test_errors_document.py`."""


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each != ERRORS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_link_in_a_document_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]*)#?([^)]*)\)", document.read_text("utf-8"))
    places = [(document.parent / path if path else document, heading) for path, heading in links]

    assert [f"{path}#{heading}" for path, heading in places if not _leads_somewhere(path, heading)] == []


def test_every_file_and_module_that_a_document_names_is_there() -> None:
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        files = re.findall(r"(?<![\w/.-])(?:trafftpkg|tests|\.ci)/[\w./-]*\w/?", text)
        modules = re.findall(r"(?<![\w/.:-])(?:trafftpkg\.[a-z_]+|tests)(?:\.[a-z_]+)+(?![\w.:-])", text)

        named = {*files, *(f"{name.replace('.', '/')}.py" for name in modules)}
        assert {name for name in named - BEGUN if not _is_there(ROOT / name)} == set(), document


def test_every_variable_that_is_read_is_explained() -> None:
    variable = re.compile(r"TRAFFTPKG_[A-Z_]+")
    read = {name for path in PACKAGE.rglob("*.py") for name in variable.findall(path.read_text("utf-8"))}
    explained = {name for document in DOCUMENTS for name in variable.findall(document.read_text("utf-8"))}

    assert read - explained == set()


def test_each_of_the_25_questions_has_its_command() -> None:
    asked = re.split(r"^### (\d+) .*$", (GUIDE / "support.md").read_text("utf-8"), flags=re.MULTILINE)
    answered = {
        number for number, answer in zip(asked[1::2], asked[2::2], strict=True) if "$ trafftpkg" in answer
    }

    assert answered == {str(number) for number in range(1, 26)}


def _is_there(path: Path) -> bool:
    """Tell whether there is such a file, or a package that is named like a module."""
    return path.exists() or (path.suffix == ".py" and path.with_suffix("").is_dir())


def _leads_somewhere(path: Path, heading: str) -> bool:
    return path.exists() and (not heading or heading in _anchors(path.read_text("utf-8")))


def _anchors(document: str) -> set[str]:
    """What GitHub calls the headings: lower case, no punctuation, a dash for a space."""
    headings = re.findall(r"^##+ (.*)$", document, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
