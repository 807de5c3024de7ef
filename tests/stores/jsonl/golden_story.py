"""The story of the newest golden ledger: `python -m tests.stores.jsonl.golden_story LEDGER` plays it there.

It meets every event, and every field that this version of the format writes. What it made once lies in
`golden/` beside what it means, and is made again only while that version has not been released: keys, salts
and hashes are other ones each time. A later version gets a story and a ledger of its own.
"""

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.lumen import CITY, LUMEN, VAT, inclusion, package
from tests.story import Story
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Deposit, Validity
from trafftpkg.engine.requests.block import BlockEmployee, UnblockEmployee
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.confirm_return import ConfirmReturn
from trafftpkg.engine.requests.freeze import UnfreezePurchase
from trafftpkg.engine.requests.import_balance import ImportBalance
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.redeem import RedeemAppointment
from trafftpkg.stores.jsonl.care import JsonlCare
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.lines.copying import sealing

GLOW = package(
    "glow",
    inclusion("facial", 6, least=1),
    inclusion("yoga", 8),
    total=10,
    price="480.00",
    original=Decimal("600.00"),
    taxes=("vat", "city"),
    deposit=Deposit(percent=Decimal(30), amount=None),
    validity=Validity(months=4),
    validity_from="first-appointment",
    members=2,
)
PLAIN = package(
    "plain",
    inclusion("facial", 4),
    price="100.00",
    validity=Validity(days=30),
    priority=60,
    refunds="pro-rata",
)
SHORT = package("short", inclusion("yoga", 2), price="30.00", validity=Validity(days=3), redeem_by="booking")


def shop() -> Catalogue:
    """Return the shop of the story."""
    policy = replace(LUMEN.business.cancellation, forgiven=1)
    business = replace(
        LUMEN.business,
        taxes=(VAT, CITY),
        tax_point="redemption",
        time_zone="Europe/Lisbon",
        cancellation=policy,
    )
    services = {each.id: replace(each, taxes=("vat",)) for each in LUMEN.services.values()}
    return replace(
        LUMEN, business=business, services=services, packages={each.id: each for each in (GLOW, PLAIN, SHORT)}
    )


def play(path: Path) -> None:
    """Play the story on a ledger that is not there yet."""
    story = Story(JsonlLedger(path), shop())
    for chapter in (
        _sales_and_visits,
        _at_a_price,
        _changes,
        _released_too_late,
        _ends,
        _set_right,
        _otherwise_agreed,
        _by_hand,
    ):
        chapter(story)
    with story.ledger.writing(None) as books:  # type: ignore[arg-type]
        books.append([sealing("desk", "/srv/elsewhere.jsonl", story.moment())])


def states_in(index: Path) -> dict[str, Any]:
    """Return what the purchases and appointments are, by their ids."""
    with closing(sqlite3.connect(index)) as connection:
        rows = [
            json.loads(state)
            for table in ("purchases", "appointments")
            for (state,) in connection.execute(f"SELECT state FROM {table} ORDER BY n")
        ]
    return {each["id"]: each for each in rows}


def _sales_and_visits(story: Story) -> None:
    """pur-1: a deposit, a visit with the sale; one cancelled late and forgiven, one kept, one missed."""
    story.sells("glow", to="ana", pay="deposit", book=("facial@2026-01-12T10:00",))
    story.takes(None, for_="pur-1", method="cash")
    visits = [
        story.makes_appointment("facial", for_="ana", at=f"2026-01-{day}T10:00") for day in (13, 14, 15)
    ]
    story.moves("apt-1", to="2026-01-11T10:00", overrides=("overlap",))
    story.moves(visits[0], to="2026-01-13T12:00")
    story.cancels(visits[0], on="2026-01-13T09:00")
    story.cancels(visits[1], on="2026-01-13T18:00", verdict="keep")
    story.misses(visits[2], on="2026-01-15T12:00", verdict="keep")


def _at_a_price(story: Story) -> None:
    """A visit without a package, beyond what policy allows; its price is lowered."""
    visit = story.makes_appointment(
        "facial", for_="ivo", at="2026-01-15T13:15", without_package=True, overrides=("notice",)
    )
    story.takes("60.00", for_=visit, method="cash")
    story.refunds_visit(visit, amount=Decimal("10.00"), goodwill=True, reference="till-7")


def _changes(story: Story) -> None:
    """pur-2 is received, pur-3 imported."""
    story.freezes("pur-1", from_="2026-02-01", until="2026-02-10", on="2026-01-20")
    story.does(UnfreezePurchase(purchase="pur-1", on=date(2026, 2, 5), reason="well again"))
    story.extends("pur-1", by=Length(count=2, unit="w"))
    story.freezes("pur-1", from_="2026-02-20", until="2026-02-21")
    story.adjusts("pur-1", 2)
    story.adjusts("pur-1", -3, service="facial")
    story.transfers(2, of="pur-1", to="eve")
    story.refunds("pur-1", units=1)
    story.refunds("pur-1", amount=Decimal("5.00"), goodwill=True)
    away = datetime(2026, 3, 1, 9), datetime(2026, 3, 1, 12)
    story.does(BlockEmployee(employee="mira", start=away[0], end=away[1], reason="course"))
    story.does(UnblockEmployee(block="blk-1", reason="put off"))
    story.does(ImportBalance(client="eve", package="plain", reference="old-1", used=1, paid=Decimal("40.00")))


def _released_too_late(story: Story) -> None:
    """pur-4: what is given back of it has lapsed."""
    story.sells("short", to="ivo", method="card", book=("yoga@2026-01-28T10:00", "yoga@2026-01-30T10:00"))
    story.misses("apt-6", on="2026-01-28T12:00")
    story.cancels("apt-7", by="business")


def _ends(story: Story) -> None:
    """pur-1 is paid back at list price, pur-5 above what is left; pur-6 and pur-7 are voided."""
    story.refunds("pur-1", basis="list-price", cancel_appointments=True)
    story.sells("plain", to="eve", book=("facial@2026-01-29T10:00",))
    story.refunds("pur-5", on="2026-01-29T12:00", amount=Decimal("90.00"))
    story.voids(story.sells("plain", to="ivo", pay="full", method="cash"), keep_money=True)
    unpaid = story.sells("glow", to="ivo", pay="none", method="card", overrides=("minimum",))
    story.sells("plain", to="ivo", pay="none", method="on-site")
    story.expires(on="2026-06-20T09:00")
    assert story.status(unpaid) == "voided"


def _set_right(story: Story) -> None:
    """pur-9 was paid in cash after all; of pur-10, which was imported, a part is given to pur-11."""
    story.sells("plain", to="una", method="card")
    story.reverses(story.recorded(), of="pur-9")
    story.takes(None, for_="pur-9", method="cash")
    visits = [
        story.makes_appointment("facial", for_="una", at=f"2026-06-{day}T10:00") for day in ("22", "23")
    ]
    for visit in visits:
        story.misses(visit, on="2026-06-24T10:00")
    story.corrects(visits[0], was="used")
    story.transfers(1, of="pur-9", to="eve")
    story.undoes()
    other = story.sells("plain", to="una", method="card")
    story.redeems(visits[0], payer=other)
    story.sells("glow", to="ivo", method="card", overrides=("minimum",))
    at_price = story.makes_appointment("facial", for_="ivo", at="2026-06-27T10:00", without_package=True)
    story.cancels(at_price, on="2026-06-26T09:00", verdict="keep")
    story.does(RedeemAppointment(appointment=at_price, reason="she has a package"))
    imported = story.does(ImportBalance(client="una", package="plain", reference="old-2"))
    story.transfers(1, of=imported.purchases[0].id, to="ivo")


def _otherwise_agreed(story: Story) -> None:
    """Una has one at another price, which Eve pays for, and which begins later."""
    sold = story.sells("plain", to="una", price="80.00", payer="eve", starts="2026-07-10")
    story.transfers(1, of=sold, to="ivo")
    story.refunds(sold, units=1)
    _by_a_checkout(story)


def _by_a_checkout(story: Story) -> None:
    """One that Ivo bought on the page, and paid for at a checkout, which sends it back, and a visit."""
    shown = "If you cancel late, it counts as used."
    sale = PurchasePackage(client="ivo", package="plain", pay="none", method="card", shown=shown)
    sold = story.does(sale).purchases[0].id
    wanted = VisitWanted(service="facial", at=datetime(2026, 7, 9, 10), employee="mira", location="centre")
    story.does(BookAppointment(client="ivo", wanted=wanted, without_package=True, shown=shown))
    story.takes(None, for_=sold, method="card", reference="pi_1")
    story.refunds(sold)
    story.does(
        ConfirmReturn(
            purchase=sold,
            entry=story.recorded(),
            taken_off="pi_1",
            amount=Decimal("100.00"),
            method="card",
            reference="re_1",
        )
    )


def _by_hand(story: Story) -> None:
    """What is shared with Eve is shared with Ana: they are one, says somebody whose clock was given."""
    shared = story.sells("glow", to="una", method="card", overrides=("minimum",))
    party = story.makes_appointment("yoga", for_="una", at="2026-07-03T18:00", party=2)
    story.cancels(party, places=1)
    at_price = story.makes_appointment(
        "yoga", for_="una", at="2026-07-04T18:00", party=3, without_package=True
    )
    story.cancels(at_price, places=1)
    story.shares(shared, "eve", "ivo")
    story.unshares(shared, "ivo")
    story.clock_given = True
    story.does(MergeClients(kept="ana", merged="eve", confirmed=True))


if __name__ == "__main__":
    ledger = Path(sys.argv[1])
    play(ledger)
    JsonlCare(ledger).rebuild()
    states = states_in(ledger.with_name(ledger.name + ".index"))
    ledger.with_suffix(".json").write_text(json.dumps(states, indent=1, ensure_ascii=False) + "\n", "utf-8")
