"""Tables fit the terminal."""

import pytest

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.widths import display_width, hung

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


@pytest.mark.parametrize("width", [20, 40, 60, 79])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    lines = table(COLUMNS, [ROW, ["pur-2", "Glow 10", "", "10"]])

    assert max(map(display_width, lines)) <= width
    printed = " ".join(lines).split()
    assert all(word in printed for cell in (*ROW, "pur-2", "Glow 10", "10") for word in cell.split())


def test_a_long_text_wraps_beside_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    assert table(COLUMNS[::3] + COLUMNS[1:2], [["pur-1", "9", ROW[1]], ["pur-2", "10", "Glow 10"]]) == [
        "id     left  name",
        "-----  ----  -----------------------",
        "pur-1     9  A package with a rather",
        "             long name",
        "pur-2    10  Glow 10",
    ]


def test_a_text_that_would_be_a_tower_stands_below_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    columns = (Column("entry"), Column("when"), Column("what", elastic=True))
    tower = "apt-1 booked: Facial with Mira, Thu 12 Nov 2026 10:00, City centre"

    assert table(columns, [["1", "Tue 10 Nov 2026 10:05", tower], ["2", "Tue 10 Nov 2026 10:06", ""]]) == [
        "entry  when",
        "-----  ---------------------",
        "1      Tue 10 Nov 2026 10:05",
        "  what: apt-1 booked: Facial with Mira,",
        "        Thu 12 Nov 2026 10:00, City",
        "        centre",
        "2      Tue 10 Nov 2026 10:06",
    ]


def test_what_has_no_room_beside_the_rest_stands_below_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    columns = (Column("id"), Column("client"), Column("package", elastic=True), Column("due", right=True))

    rows = [
        ["pur-1", "maximiliane", "Ten visits", "10.00"],
        ["pur-2", "ana", "Lymphdrainagebehandlung", "9.00"],
    ]

    assert table(columns, rows) == [
        "id     client         due",
        "-----  -----------  -----",
        "pur-1  maximiliane  10.00",
        "  package: Ten visits",
        "pur-2  ana           9.00",
        "  package: Lymphdrainagebehand",
        "           lung",
    ]


def test_what_all_rows_have_in_common_is_said_once_and_what_none_has_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    columns = (Column("id"), Column("client"), Column("left", right=True), Column("due", right=True))

    assert table(columns, [["pur-1", "ana", "9", ""], ["pur-2", "ana", "9", ""]]) == [
        "client: ana",
        "",
        "id     left",
        "-----  ----",
        "pur-1     9",
        "pur-2     9",
    ]


def test_numbers_that_tell_no_row_apart_give_way_where_room_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    columns = (Column("id"), Column("package", elastic=True), Column("used", right=True))

    assert table(columns, [["pur-1", "Ten visits", "0"], ["pur-2", "Five visits", "0"]])[0] == "used: 0"


def test_one_row_alone_shows_all_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert table((Column("id"), Column("client")), [["pur-1", "ana"]])[0] == "id     client"


def test_words_behind_a_name_go_on_below_their_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")

    assert hung("pur-1  ", "Glow 10: 9 of 10 left") == ["pur-1  Glow 10: 9 of", "       10 left"]


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert (display_width("瑜伽"), display_width("é")) == (4, 1)


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
