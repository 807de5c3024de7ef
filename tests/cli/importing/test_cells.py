"""CSV as cells that know where they stand."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafftpkg.cli.importing.cells import UnreadableError, records, text_of


def rows(text: str) -> list[list[str]]:
    return [[cell.text for cell in record] for record in records(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\r\n1;2,5\r\n", [["a", "b"], ["1", "2,5"]]),
        ('a,b\n"1,5","say ""hi"""\n', [["a", "b"], ["1,5", 'say "hi"']]),
        ('a,b\n"two\nlines",x\n', [["a", "b"], ["two\nlines", "x"]]),
        ("a,b\n\n  \n1,\n", [["a", "b"], ["1", ""]]),
        ('a, b\n 1 , "2" \n', [["a", "b"], ["1", "2"]]),
        ("", []),
    ],
)
def test_cells_are_read_as_rfc_4180_says(text: str, expected: list[list[str]]) -> None:
    assert rows(text) == expected


def test_a_cell_knows_its_line_and_column() -> None:
    (header, first, second) = records('a,b\n"x\ny",ü\n1,"2"\n')

    assert [(cell.line, cell.column) for cell in first] == [(2, 1), (3, 4)]
    assert [(cell.line, cell.column) for cell in second] == [(4, 1), (4, 3)]
    assert header[1].column == 3


@pytest.mark.parametrize(
    ("text", "place"), [('a,b\n1,"2\n3,4\n', (2, 3)), ('a,b\n1,"2"x\n', (2, 6)), ('"', (1, 1))]
)
def test_a_quote_that_is_not_closed_is_named_where_it_was_opened(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(UnreadableError) as error:
        rows(text)

    assert (error.value.line, error.value.column) == place


@given(st.lists(st.lists(st.text('ab ,;"\nü', max_size=6), min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_another_program_writes_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["a", "b"])
    writer.writerows(table)

    assert rows(written.getvalue())[1:] == [[cell.strip() for cell in row] for row in table]


@pytest.mark.parametrize(
    ("data", "place", "why"),
    [
        ("a\nZo\u00eb".encode("latin-1"), (2, 3), "not UTF-8"),
        ("a\n".encode("utf-16"), (1, 1), "UTF-16"),
        (b"a\n\0", (2, 1), "zero"),
    ],
)
def test_another_encoding_is_refused_with_its_place(data: bytes, place: tuple[int, int], why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as error:
        text_of(data)

    assert (error.value.line, error.value.column) == place


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert text_of("\ufeffclient".encode()) == "client"


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\na;b\n1;2,5\n",
        '"sep=;"\r\na;b\r\n1;2,5\r\n',
        "sep=;;\na;b\n1;2,5",
        "a;b\r1;2,5\r",
        "a\tb\n1\t2,5\n",
        "Sep=\t\na\tb\n1\t2,5\n",
    ],
)
def test_what_stands_between_cells_and_lines_is_told_by_the_file(text: str) -> None:
    assert rows(text) == [["a", "b"], ["1", "2,5"]]


def test_lines_are_counted_whatever_ends_them() -> None:
    (_, first) = records("sep=;\ra;b\r1;2\r")
    with pytest.raises(UnreadableError) as error:
        text_of(b"a;b\r1;2\r3;\xff")

    assert [(cell.line, cell.column) for cell in first] == [(3, 1), (3, 3)]
    assert (error.value.line, error.value.column) == (3, 3)
