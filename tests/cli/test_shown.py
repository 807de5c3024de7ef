"""What a client was shown before buying is printed by `show`, and held to its hash by `ledger verify`."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime

import pytest

import trafftpkg
from tests.cli.conftest import NOW, Typed
from tests.rules import rule
from tests.source_code import ROOT
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage

TEXT = "You can cancel for free until 24 hours before.\nThere are no refunds."
SALE = PurchasePackage(client="ana", package="glow-10", method="card", shown=TEXT)
VISIT = BookAppointment(
    client="ana",
    wanted=VisitWanted(service="facial", at=datetime(2026, 1, 20, 10)),
    without_package=True,
    shown=TEXT,
)

Does = Callable[[Request], object]


@pytest.fixture
def does(begun: Typed) -> Does:
    """Do what Ana asks for on the page."""
    desk = trafftpkg.open(
        catalog=ROOT / "catalog", ledger="ledger.jsonl", now=datetime.fromisoformat(NOW), allow_future=True
    )
    return desk.run


@rule("R-14.9")
def test_show_prints_what_was_shown(typed: Typed, does: Does) -> None:
    does(SALE)
    does(VISIT)

    said = typed("show pur-1").out
    assert "shown before buying\n    You can cancel for free until 24 hours before.\n    There are no" in said
    assert "shown before booking\n    You can cancel" in typed("show apt-1").out
    for thing in ("pur-1", "apt-1"):
        assert json.loads(typed(f"show {thing} --format json").out)["shown"] == TEXT
    assert json.loads(typed("history pur-1 --format json").out)[0]["reason"] is None


def test_a_sale_at_the_desk_was_shown_nothing(sold: Typed) -> None:
    assert json.loads(sold("show pur-1 --format json").out)["shown"] is None
    assert "shown before" not in sold("show pur-1").out


@rule("R-1.24")
@pytest.mark.parametrize("text", ["There is a full refund.", "moved"])
def test_a_text_that_was_changed_is_named_and_shown_nowhere(typed: Typed, does: Does, text: str) -> None:
    does(SALE)
    typed("extend pur-1 --by 1w --reason moved")
    typed("book ana facial --at 2026-01-12T10:00")
    assert typed("ledger verify").code == 0
    with closing(sqlite3.connect("ledger.jsonl.clients")) as book:
        book.execute("UPDATE texts SET text = ? WHERE seq = 1", (text,))
        # An attempt that was never recorded left its text under an entry that has none.
        book.execute("INSERT INTO texts VALUES (3, 'never recorded', '5a17'), (9, 'nor this', '5a17')")
        book.commit()

    found = typed("ledger verify --format json")

    error = json.loads(found.err.splitlines()[-1])["error"]
    assert (found.code, error["code"], error["details"]["seqs"]) == (3, "client_book_damaged", [1])
    assert json.loads(typed("show pur-1 --format json").out)["shown"] is None


def test_a_reason_that_was_changed_is_named_too(sold: Typed) -> None:
    sold("extend pur-1 --by 1w --reason ill")
    sold("extend pur-1 --by 1w --reason moved")
    with closing(sqlite3.connect("ledger.jsonl.clients")) as book:
        book.execute("UPDATE texts SET text = 'other'")
        book.commit()

    assert "is kept for entries 3, 4 are not the texts that were recorded." in sold("ledger verify").err


def test_an_erased_clients_text_is_gone_and_nothing_is_wrong(typed: Typed, does: Does) -> None:
    does(SALE)
    typed("client erase ana --yes")

    assert json.loads(typed("show pur-1 --format json").out)["shown"] is None
    assert typed("ledger verify").code == 0


def test_one_entry_keeps_one_text(does: Does) -> None:
    with pytest.raises(BadArgumentError):
        does(PurchasePackage(client="ana", package="glow-10", method="card", shown=TEXT, reason="why"))
