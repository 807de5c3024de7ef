"""The generated ledger is one that the program could have written."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.generate import write_ledger
from trafftpkg.stores.jsonl.care import JsonlCare
from trafftpkg.stores.jsonl.client_file import client_book_at
from trafftpkg.stores.lines.line import TAIL, entry_of
from trafftpkg.stores.lines.wire_writing import written

LINES = 4_000


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a generated ledger with its index."""
    ledger = tmp_path_factory.mktemp("generated") / "ledger.jsonl"
    write_ledger(ledger, LINES)
    JsonlCare(ledger).rebuild()
    return ledger


def test_it_verifies_and_each_line_is_written_as_the_program_writes_it(generated: Path) -> None:
    lines = generated.read_bytes().splitlines(keepends=True)

    assert len(lines) == LINES
    assert JsonlCare(generated).verify().damaged == 0
    for line in lines:
        assert written(entry_of(line)).encode()[: -TAIL + 1] == line[:-TAIL]


def test_everything_that_happens_in_a_business_happens_in_it(generated: Path) -> None:
    asked = Counter(json.loads(line)["request"] for line in generated.read_bytes().splitlines())

    assert asked.keys() == {"open", "purchase", "pay", "book", "cancel", "no-show", "expire"}
    assert asked["book"] > LINES / 2


def test_no_purchase_gives_more_than_it_has_and_no_employee_is_in_two_places(generated: Path) -> None:
    with closing(sqlite3.connect(generated.with_name("ledger.jsonl.index"))) as index, index:
        (overdrawn,) = index.execute("SELECT count(*) FROM purchases WHERE free < 0").fetchone()
        (clashing,) = index.execute(
            "SELECT count(*) FROM appointments a JOIN appointments b ON a.employee = b.employee AND a.n < b.n"
            " AND a.occupied_from < b.occupied_until AND b.occupied_from < a.occupied_until"
            " WHERE a.status = 'booked' AND b.status = 'booked'"
        ).fetchone()
    index.close()

    assert (overdrawn, clashing) == (0, 0)


def test_its_clients_are_in_its_client_book(generated: Path) -> None:
    named = {key for line in generated.read_bytes().splitlines() for key in json.loads(line)["clients"]}

    book = client_book_at(generated.with_name("ledger.jsonl.clients"))

    assert {each.key for each in book.clients()} == named


def test_the_same_seed_gives_the_same_bytes(generated: Path, tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger.jsonl", LINES)

    assert (tmp_path / "ledger.jsonl").read_bytes() == generated.read_bytes()
