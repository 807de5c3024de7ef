"""The outbox beside a ledger in a file."""

from pathlib import Path
from typing import Any

import pytest

from tests.stores.outbox_contract import NINE, OutboxContract, after, letter
from trafftpkg.domain.value import replace
from trafftpkg.stores.clients import outbox as clients_outbox
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.lookup import rows_in
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


def test_a_letter_that_another_renewed_and_sent_in_the_meantime_is_not_sent_once_more(
    outbox: TableOutbox, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.add([replace(letter("a"), status="failed", trouble="refused", ended_at=after(2))])
    another = TableOutbox(ClientBookFile(path, wait=5.0))

    def rows_before(*asked: Any) -> list[Any]:
        rows = rows_in(*asked)
        monkeypatch.undo()
        another.renew("apt-1", after(3))
        taken = another.take(after(3), after(13))
        assert taken is not None
        another.end(taken, "sent", after(4))
        return rows

    monkeypatch.setattr(clients_outbox, "rows_in", rows_before)

    assert outbox.renew("apt-1", after(5)) == []
    assert outbox.take(after(5), after(15)) is None


def test_looking_for_a_letter_writes_nothing(outbox: TableOutbox, path: Path) -> None:
    outbox.add([letter("a", minute=5)])
    before = path.stat()

    assert outbox.take(NINE, after(10)) is None

    assert path.stat().st_mtime_ns == before.st_mtime_ns
