"""R-12.4: what an entry did is taken back, where nothing else was done to what it touched."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.rules import rule
from tests.story import Story
from trafftpkg.cli.views.report import REPORTS, question_for
from trafftpkg.domain.ids import AppointmentId, PurchaseId
from trafftpkg.domain.worth import due_of, worth_at
from trafftpkg.engine.requests.block import BlockEmployee
from trafftpkg.engine.requests.freeze import UnfreezePurchase
from trafftpkg.engine.requests.merge import MergeClients


def begun() -> tuple[Story, PurchaseId, AppointmentId]:
    """Return a business where Ana has ten visits, paid, and one booked."""
    business = Story()
    business.knows("eve")
    sold = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    return business, sold, visit


MISTAKES: dict[str, Callable[[Story], object]] = {
    "missed": lambda at: at.misses("apt-1", on="2026-01-12T12:00"),
    "cancelled": lambda at: at.cancels("apt-1"),
    "kept": lambda at: at.cancels("apt-1", verdict="keep"),
    "moved": lambda at: at.moves("apt-1", to="2026-01-13T10:00"),
    "booked": lambda at: at.makes_appointment(
        "massage", for_="ana", at="2026-01-14T10:00", employee="jo", location="centre"
    ),
    "sold": lambda at: at.sells("facial-3", to="eve"),
    "extended": lambda at: at.extends("pur-1", until="2036-01-01"),
    "adjusted": lambda at: at.adjusts("pur-1", 7),
    "given": lambda at: at.transfers(3, of="pur-1", to="eve"),
    "frozen": lambda at: at.freezes("pur-1", from_="2026-02-01", until="2026-02-09"),
    "voided": lambda at: at.voids("pur-1", cancel_appointments=True),
    "refunded": lambda at: at.refunds("pur-1", cancel_appointments=True),
    "paid back in part": lambda at: at.refunds("pur-1", units=2),
    "goodwill": lambda at: at.refunds("pur-1", amount=Decimal(5), goodwill=True),
    "corrected": lambda at: at.corrects("apt-1", was="cancelled", verdict="release", on="2026-01-13"),
}


@rule("R-12.4")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_was_taken_back_is_as_if_it_had_never_been(mistake: str) -> None:
    business, sold, visit = begun()
    untouched, _, _ = begun()
    before = business.purchase(sold), business.appointment(visit)
    MISTAKES[mistake](business)
    then = business.purchase(sold)

    business.undoes(on="2026-01-20")

    assert (business.purchase(sold), business.appointment(visit)) == before
    untouched.now = business.now
    for name in REPORTS:
        asked = question_for(name, date(2026, 1, 1), date(2026, 1, 31), ("package",))
        (told, never) = (each.engine.ask(asked).rows for each in (business, untouched))
        assert [row for row in told if row.moved] == [row for row in never if row.moved]
    with business.ledger.reading() as books:
        assert books.as_of(business.recorded() - 1).thing(sold) == then
    with business.refuses("cannot_undo") as refusal:
        business.undoes()
    assert refusal.error.why == "undo"


@rule("R-12.4")
def test_a_sale_that_was_taken_back_is_voided_with_nothing_paid(business: Story) -> None:
    sold = business.sells("starter", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    outcome = business.undoes(on="2026-01-14")

    assert [str(each.payment.amount) for each in outcome.payments] == ["-200.00"]
    assert (business.status(sold), business.counts(sold)) == ("voided", {"voided": 5})
    found = business.purchase(sold)
    assert (str(found.paid), str(due_of(found)), found.payments) == ("0.00", "0.00", ())
    assert {business.appointment(each).status for each in ("apt-1", "apt-2")} == {"cancelled"}
    with business.refuses("already_cancelled"):
        business.corrects("apt-1", was="used")


@rule("R-12.4")
def test_what_came_after_is_named(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    business.adjusts(sold, 1)
    wrong = business.recorded()
    business.transfers(1, of=sold, to="eve")

    with business.refuses("cannot_undo") as refusal:
        business.undoes(wrong)

    assert [(each.thing, each.seq, each.request) for each in refusal.error.later] == [
        (sold, wrong + 1, "transfer")
    ]
    with business.refuses("cannot_undo") as refusal:
        business.undoes(99)
    assert refusal.error.why == "unknown"


@rule("R-12.4")
@pytest.mark.parametrize("taken", ["by a visit", "by her own", "by an absence"])
def test_a_place_that_was_taken_meanwhile_is_not_taken_again(business: Story, taken: str) -> None:
    business.sells("glow-10", to="ana")
    business.sells("glow-10", to="eve")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.cancels(visit)
    wrong = business.recorded()
    if taken == "by a visit":
        business.makes_appointment("facial", for_="eve", at="2026-01-12T10:30")
    elif taken == "by her own":
        business.booking(
            "massage",
            for_="ana",
            at="2026-01-12T10:30",
            employee="jo",
            location="centre",
            without_package=True,
        )
    else:
        business.does(
            BlockEmployee(employee="mira", start=date(2026, 1, 12), end=date(2026, 1, 12), reason="ill")
        )

    code = "already_booked" if taken == "by her own" else "employee_not_available"
    with business.refuses(code):
        business.undoes(wrong)


@rule("R-12.4", "R-7.5")
def test_a_sale_that_the_night_voided_by_mistake_can_be_paid_and_falls_due_again(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    assert business.expires(on="2026-01-20").voided == 1

    business.undoes(on="2026-01-21")

    assert business.status(sold) == "pending"
    assert business.expires(on="2026-01-27").voided == 0
    assert business.expires(on="2026-01-28").voided == 1
    with business.ledger.reading() as books:
        keys = [each.key for each in books.entries_touching(sold) if each.request == "expire"]
    assert len(set(keys)) == 2


@rule("R-12.4", "R-4.3")
def test_what_an_undone_void_had_kept_from_lapsing_lapses(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.voids(sold, on="2026-01-06")
    assert business.expires(on="2026-03-01").purchases == ()

    business.undoes(on="2026-03-02")

    assert business.counts(sold) == {"lapsed": 3}
    assert [each.id for each in business.expires().purchases] == [sold]
    with business.refuses("cannot_undo") as refusal:
        business.undoes()
    assert refusal.error.why == "lapse"


@rule("R-12.4")
def test_merges_are_not_taken_back(business: Story) -> None:
    business.sells("glow-10", to="ana")
    business.knows("eve")
    business.does(MergeClients(kept="eve", merged="ana", confirmed=True))

    with business.refuses("cannot_undo") as refusal:
        business.undoes()

    assert refusal.error.why == "merge"


@rule("R-12.4")
def test_a_payment_that_was_taken_back_by_mistake_is_there_again(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    paid = business.purchase(sold)
    business.reverses(business.recorded(), of=sold)

    business.undoes()

    assert business.purchase(sold) == paid
    assert worth_at(paid, business.moment()).left == 480


@rule("R-12.4")
def test_an_unfreeze_is_taken_back_with_its_last_day(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    business.freezes(sold, from_="2026-02-01", until="2026-02-28")
    frozen = business.purchase(sold)
    business.does(UnfreezePurchase(purchase=sold, on=date(2026, 2, 5)), on="2026-02-05")

    business.undoes()

    assert business.purchase(sold) == frozen
