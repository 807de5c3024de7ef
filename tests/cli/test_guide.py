"""The documents are at hand wherever the program is, by topic."""

import json
import re

from tests.cli.conftest import Typed
from tests.source_code import GUIDE, PACKAGE, ROOT
from trafftpkg.cli.commands.guide import TOPICS


def test_every_document_is_a_topic_by_its_title() -> None:
    titles = {path.stem: path.read_text("utf-8").splitlines()[0] for path in GUIDE.glob("*.md")}

    assert titles == {topic: f"# {title}" for topic, title in TOPICS.items()}


def test_without_a_topic_they_are_listed_one_a_line(typed: Typed) -> None:
    listed = typed("guide").out.splitlines()

    assert [line.split("  ")[0] for line in listed] == list(TOPICS)
    assert max(map(len, listed)) <= 80
    assert [each["topic"] for each in json.loads(typed("guide --format json").out)] == list(TOPICS)


def test_a_document_is_printed_without_what_is_for_its_tests(typed: Typed) -> None:
    whole = (GUIDE / "support.md").read_text("utf-8")

    printed = typed("guide support").out

    assert "<!--" in whole
    assert printed == "".join(line for line in whole.splitlines(keepends=True) if "<!--" not in line)
    assert json.loads(typed("guide support --format json").out)["text"] == printed


def test_a_mistyped_topic_is_offered_the_nearest(typed: Typed) -> None:
    near, far = typed("guide postgres"), typed("guide xyz")

    assert (near.code, far.code) == (2, 2)
    assert "The guide has no topic 'postgres'. Did you mean 'postgresql'?" in near.err
    assert "trafftpkg guide postgresql\n" in near.err
    assert "List the topics: trafftpkg guide\n" in far.err


def test_every_topic_that_is_pointed_to_is_there() -> None:
    texts = [ROOT / "README.md", *GUIDE.glob("*.md"), *PACKAGE.rglob("*.py")]
    pointed = {
        topic for path in texts for topic in re.findall(r"trafftpkg guide ([a-z-]+)", path.read_text())
    }

    assert pointed
    assert pointed - set(TOPICS) == set()
