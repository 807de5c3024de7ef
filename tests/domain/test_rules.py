"""The rules, the code, and the tests cite each other by number."""

import re

from tests.source_code import GUIDE, PACKAGE, ROOT

NUMBER = re.compile(r"R-\d+(?:\.\d+)?")
RULES = (GUIDE / "rules.md").read_text("utf-8")
DECLARED = re.findall(r"^- \*\*(R-\d+\.\d+)\*\*", RULES, re.MULTILINE)
CHAPTERS = re.findall(r"^## (R-\d+) ", RULES, re.MULTILINE)


def test_every_rule_has_a_number_of_its_own_in_order() -> None:
    by_number = sorted(DECLARED, key=lambda each: [int(part) for part in each[2:].split(".")])

    assert by_number == DECLARED
    assert len(set(DECLARED)) == len(DECLARED)
    assert sorted({each.partition(".")[0] for each in DECLARED}) == sorted(CHAPTERS)


def test_every_number_that_code_or_tests_cite_is_a_rule() -> None:
    unknown = {
        f"{path.relative_to(ROOT)}: {number}"
        for folder in (PACKAGE, ROOT / "tests")
        for path in folder.rglob("*.py")
        for number in NUMBER.findall(path.read_text("utf-8"))
        if number not in {*DECLARED, *CHAPTERS}
    }

    assert unknown == set()


def test_every_rule_is_told_by_a_test() -> None:
    told = {
        number
        for path in (ROOT / "tests").rglob("test_*.py")
        for numbers in re.findall(r"^\s*@rule\(([^)]*)\)", path.read_text("utf-8"), re.MULTILINE)
        for number in NUMBER.findall(numbers)
    }

    assert set(DECLARED) - told == set()
