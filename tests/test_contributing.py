"""The worked examples for contributors are true: applied to a copy of the program, they do what is said."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.source_code import GUIDE, PACKAGE
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import Setting, agrees, steps_of

DOCUMENT = GUIDE / "contributing.md"
CHAPTERS = re.split(
    r"^## ", DOCUMENT.read_text("utf-8").replace("```console contributing", "```console"), flags=re.MULTILINE
)
EXAMPLES = [chapter for chapter in CHAPTERS if chapter.startswith(("Add a request", "Add a package field"))]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.partition("\n")[0])
def test_a_worked_example_does_what_it_shows(example: str, tmp_path: Path) -> None:
    shutil.copytree(
        PACKAGE, tmp_path / "trafftpkg", ignore=shutil.ignore_patterns("__pycache__"), symlinks=True
    )
    for place, old, new in changes_in(example):
        text = (tmp_path / place).read_text("utf-8") if old else ""
        assert text.count(old) == 1, f"{place} has not, or not once:\n{old}"
        (tmp_path / place).write_text(text.replace(old, new), "utf-8")

    with Stage() as stage:
        for step in steps_of(example):
            setting = Setting(now="2026-01-05T10:00", catalog="catalog")
            command = f"export PYTHONPATH={tmp_path}\n{step.command}"
            printed = stage.play(replace(step, command=command, setting=setting))
            assert agrees(step.expected, printed), (step.command, printed)


def changes_in(example: str) -> Iterator[tuple[str, str, str]]:
    """Yield each file that an example changes or begins, the lines it has, and what takes their place."""
    for place, lines in re.findall(r"^```diff\n--- (\S+)\n(.*?)^```$", example, re.MULTILINE | re.DOTALL):
        told = [(line[:1], line[1:] + "\n") for line in lines.splitlines()]
        yield place, "".join(text for mark, text in told if mark == " "), "".join(text for _, text in told)
    for place, text in re.findall(
        r"`(\S+\.py)`[^`]*?:\n\n```python\n(.*?)^```$", example, re.MULTILINE | re.DOTALL
    ):
        yield place, "", text
