"""Every example in the documents is true: it is run, and prints what the document says."""

import re
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.source_code import PACKAGE, ROOT
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import agrees, steps_of
from trafftpkg.cli.menu import MENU

README = (ROOT / "README.md").read_text("utf-8")
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


def test_every_command_is_in_the_readme() -> None:
    used = set(re.findall(r"trafftpkg ([a-z-]+)", README)) | set(
        re.findall(r"^  ([a-z-]+)  ", README, re.MULTILINE)
    )

    assert MENU[""].keys() - used == set()


def test_every_link_inside_the_readme_leads_somewhere() -> None:
    headings = {re.sub(r"[^a-z -]", "", line.lower()).replace(" ", "-") for line in _headings(README)}

    assert set(re.findall(r"\]\(#([^)]+)\)", README)) - headings == set()
    assert [link for link in re.findall(r"\]\(([^#:)]+)\)", README) if not (ROOT / link).exists()] == []


def _headings(document: str) -> list[str]:
    return [line.lstrip("#").strip() for line in document.splitlines() if line.startswith("##")]
