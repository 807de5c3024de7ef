"""The outbox beside a ledger in a file."""

from pathlib import Path

import pytest

from tests.stores.outbox_contract import NINE, OutboxContract, after, letter
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.outbox import TableOutbox
from trafftpkg.stores.jsonl.client_file import ClientBookFile, client_book_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl.clients"


@pytest.fixture
def outbox(path: Path) -> TableOutbox:
    return TableOutbox(ClientBookFile(path, wait=5.0))


@pytest.fixture
def book(path: Path) -> TableClientBook:
    return client_book_at(path)


class TestOutboxInAFile(OutboxContract):
    """The contract, held by a file."""


def test_looking_for_a_letter_writes_nothing(outbox: TableOutbox, path: Path) -> None:
    outbox.add([letter("a", minute=5)])
    before = path.stat()

    assert outbox.take(NINE, after(10)) is None

    assert path.stat().st_mtime_ns == before.st_mtime_ns
