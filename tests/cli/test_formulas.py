"""What a spreadsheet would compute is text in every CSV, and comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trafftpkg.cli.formulas import as_meant, defused


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'="])
def test_what_begins_like_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert defused(f"{start}A1") == f"'{start}A1"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-520.00",
        "+2",
        "-1",
        "+381 64 111 2222",
        "+353 (1) 234-5678",
        "Ana",
        "O'Brien",
        "'s-Hertogenbosch",
    ],
)
def test_numbers_phone_numbers_and_other_texts_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == as_meant(cell) == cell


@given(st.text() | st.text("='+-@\t 1a＝"))
@example("'=1")
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert as_meant(defused(text)) == text
