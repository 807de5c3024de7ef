"""Tables fit the terminal."""

import pytest

from trafftpkg.cli.views.grid import Column, display_width, shortened, table

COLUMNS = (
    Column("id"),
    Column("name", elastic=True),
    Column("note", elastic=True),
    Column("left", right=True),
)
ROW = ["pur-1", "A package with a rather long name", "and a note that is longer still, so to say", "9"]


def test_numbers_stand_on_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert table((Column("id"), Column("left", right=True)), [["pur-1", "9"], ["pur-2", "10"]]) == [
        "id     left",
        "-----  ----",
        "pur-1     9",
        "pur-2    10",
    ]


@pytest.mark.parametrize("width", [40, 60, 79])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    assert max(display_width(line) for line in table(COLUMNS, [ROW])) <= width


def test_ids_and_numbers_are_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    last = table(COLUMNS, [ROW])[-1]

    assert last.startswith("pur-1 ")
    assert last.endswith(" 9")


def test_a_cut_text_says_that_it_is_cut() -> None:
    assert shortened("Glow 10, a package", 10) == "Glow 10,…"


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert (display_width("瑜伽"), display_width("é"), shortened("瑜伽瑜伽", 5)) == (4, 1, "瑜伽…")


def test_what_follows_wide_and_joined_characters_stands_in_its_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    lines = table((Column("name"), Column("id")), [["瑜伽 教室", "a"], ["می\u200cخواهم", "b"], ["Ana", "c"]])

    assert {display_width(line[:-1]) for line in lines[2:]} == {len("瑜伽 教室") + 4 + 2}
    assert "\u200c" in lines[3]


def test_a_text_cannot_break_the_lines_or_move_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert table((Column("name"),), [["a\nb\x1b[2Jc"]])[-1] == "a b [2Jc"


def test_a_number_is_printed_as_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert table((Column("phone"),), [["0641112222"], ["1e3"]])[-2:] == ["0641112222", "1e3"]
