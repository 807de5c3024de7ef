"""Receipts: what they say, under which number, and the credit notes that correct them."""

from decimal import Decimal

import pytest

from tests.lumen import LUMEN, service
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.receipts import Receipt
from trafftpkg.domain.value import replace
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.questions.receipt import ReadReceipt


@pytest.fixture
def levying(business: Story) -> Story:
    """One that levies 20 % VAT on glow-10 (480.00, 48.00 a visit) and on facials (60.00)."""
    business.gives(service("facial", 50, "60.00", taxes=("vat",)))
    return business


def receipt(levying: Story, thing: str) -> Receipt:
    return levying.engine.ask(ReadReceipt(thing=thing)).receipt


def name(levying: Story, thing: str, seq: int) -> str:
    with levying.ledger.reading() as books:
        entry = books.entry(seq)
    assert entry is not None
    return f"{thing}-{seq}-{entry.hash[:8]}"


def paid(found: Receipt) -> list[str]:
    return [f"{each.amount} {each.method}" for each in found.payments]


def left(found: Receipt) -> str:
    return f"{found.due} due, {found.to_pay_back} back"


def credited(found: Receipt) -> list[str]:
    return [f"{each.amount} {each.request}" for each in found.notes]


def refused(levying: Story, thing: str) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(BadArgumentError) as raised:
        receipt(levying, thing)
    return raised.value.reason, raised.value.choices


@rule("R-15.1")
def test_each_payment_makes_a_receipt_with_a_number_of_its_own(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="none", on="2026-01-05")
    numbers = [receipt(levying, pur).number]
    for day, amount in (("2026-01-06", "144"), ("2026-01-07", None)):
        levying.takes(amount, for_=pur, on=day)
        numbers.append(receipt(levying, pur).number)

    assert numbers == [name(levying, pur, seq) for seq in (1, 2, 3)]
    assert receipt(levying, pur).at == levying.moment()


@rule("R-15.1")
def test_a_receipt_keeps_its_number_as_long_as_nothing_else_is_received(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana")
    before = receipt(levying, pur)

    levying.books("facial", for_="ana", at="2026-01-20T10:00")
    levying.adjusts(pur, 1)
    levying.extends(pur, until="2026-09-01")
    levying.transfers(2, of=pur, to="ivo", on="2026-02-01")

    after = receipt(levying, pur)
    assert replace(after, sale=before.sale) == before


@rule("R-15.1")
def test_a_receipt_is_read_by_its_number_as_it_was_then(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="deposit", on="2026-01-05")
    deposit = receipt(levying, pur)
    levying.takes(None, for_=pur, on="2026-01-06")
    gift = levying.transfers(2, of=pur, to="ivo", on="2026-01-07")
    levying.refunds(gift, on="2026-01-08")
    refunded = receipt(levying, pur)
    levying.refunds(pur, on="2026-01-09")

    assert receipt(levying, deposit.number) == deposit
    assert receipt(levying, refunded.notes[0].number) == refunded


@rule("R-15.1")
@pytest.mark.parametrize("typed", ["pur-1-1-00000000", "pur-1-9-{hash}", "pur-1-0-{hash}", "pur-1-2-{other}"])
def test_a_number_that_was_never_given_is_refused(levying: Story, typed: str) -> None:
    pur = levying.sells("glow-10", to="ana")
    levying.books("facial", for_="ana", at="2026-01-20T10:00")
    known = {"hash": name(levying, pur, 1)[-8:], "other": name(levying, pur, 2)[-8:]}

    assert refused(levying, typed.format(**known)) == ("no_such_receipt", (pur,))


@rule("R-15.1")
def test_visits_of_one_entry_have_numbers_of_their_own(levying: Story) -> None:
    levying.booking(
        "facial", for_="ana", at="2026-01-20T10:00", without_package=True, repeat="FREQ=DAILY;COUNT=3"
    )

    numbers = [receipt(levying, f"apt-{number}").number for number in (1, 2, 3)]

    assert numbers == [name(levying, f"apt-{number}", 1) for number in (1, 2, 3)]


@rule("R-15.1")
def test_two_ledgers_that_did_the_same_never_share_a_number() -> None:
    numbers = set()
    for key in ("c1", "c2"):
        business = Story()
        business.clients.add(replace(new_client("ana"), key=ClientKey(key)))
        numbers.add(receipt(business, business.sells("glow-10", to="ana")).number)

    assert len(numbers) == 2


@rule("R-15.2")
def test_a_receipt_says_what_was_sold_with_its_taxes_and_payments(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="deposit", method="cash")
    levying.catalogue = replace(LUMEN, packages={})

    found = receipt(levying, pur)

    assert isinstance(found.sale, Purchase)
    assert found.sale.terms.name == "Glow 10"
    assert (found.sold, [(each.label, str(each.amount)) for each in found.taxes]) == (
        Decimal(480),
        [("VAT 20 %", "80.00")],
    )
    assert (paid(found), found.due, found.is_invoice) == (["144.00 cash"], Decimal(336), False)


@rule("R-15.2")
def test_what_is_not_paid_at_all_is_an_invoice_and_what_is_free_a_receipt(levying: Story) -> None:
    unpaid = levying.sells("glow-10", to="ana", pay="none")
    free = levying.sells("staff-only", to="ana", method=None, pay="none")

    assert receipt(levying, unpaid).is_invoice
    assert not receipt(levying, free).is_invoice


@rule("R-15.3")
def test_a_refund_is_a_credit_note_that_names_the_receipt_it_corrects(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", on="2026-01-05")
    levying.books("facial", for_="ana", at="2026-01-20T10:00")
    levying.refunds(pur, on="2026-02-01")

    found = receipt(levying, pur)

    (note,) = found.notes
    assert (note.number, note.corrects, found.number) == (
        name(levying, pur, 3),
        name(levying, pur, 1),
        name(levying, pur, 1),
    )
    assert (note.amount, [str(each.amount) for each in note.taxes]) == (Decimal(432), ["72.00"])
    assert (paid(found), left(found)) == (["480.00 card", "-432.00 card"], "0.00 due, 0.00 back")


@rule("R-15.3")
def test_credit_notes_of_several_refunds_carry_exactly_the_taxes_of_what_they_take_back(
    levying: Story,
) -> None:
    pur = levying.sells("glow-10", to="ana", on="2026-01-05")
    for day in (6, 7, 8):
        levying.refunds(pur, on=f"2026-01-0{day}", amount=Decimal("0.99"), goodwill=True)
    levying.refunds(pur, on="2026-01-09")

    found = receipt(levying, pur)

    assert credited(found) == ["0.99 refund"] * 3 + ["477.03 refund"]
    assert sum(tax.amount for note in found.notes for tax in note.taxes) == Decimal(80)
    assert len({each.number for each in found.notes}) == 4


@rule("R-15.3")
def test_a_refund_before_all_is_paid_takes_back_what_was_still_due_too(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="deposit")
    levying.refunds(pur)

    found = receipt(levying, pur)

    assert (credited(found), left(found)) == (["480.00 refund"], "0.00 due, 0.00 back")
    assert paid(found) == ["144.00 card", "-144.00 card"]


@rule("R-15.3")
def test_a_credit_note_names_the_receipt_of_its_day_also_after_another_payment(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="deposit", on="2026-01-05")
    first = receipt(levying, pur)
    levying.refunds(pur, on="2026-01-06", amount=Decimal(10), goodwill=True)
    levying.takes(None, for_=pur, on="2026-01-07")

    found = receipt(levying, pur)

    assert [each.corrects for each in found.notes] == [first.number]
    assert (found.number, left(found)) == (name(levying, pur, 3), "0.00 due, 0.00 back")


@rule("R-15.3")
def test_a_sale_that_was_not_paid_in_time_ends_with_a_credit_note(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="none", on="2026-01-05")
    levying.expires(on="2026-01-20")

    found = receipt(levying, pur)

    assert (credited(found), left(found)) == (["480.00 expire"], "0.00 due, 0.00 back")
    assert found.is_invoice


@rule("R-15.3")
def test_money_kept_at_an_end_is_no_credit(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana")
    levying.voids(pur, keep_money=True)

    found = receipt(levying, pur)

    assert (credited(found), left(found)) == ([], "0.00 due, 0.00 back")


@rule("R-15.3")
def test_a_visit_without_a_package_has_a_receipt_and_its_cancelling_a_credit_note(levying: Story) -> None:
    apt = levying.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    levying.takes(None, for_=apt)
    bought = receipt(levying, apt)
    levying.cancels(apt)
    cancelled = receipt(levying, apt)
    levying.refunds_visit(apt)

    found = receipt(levying, apt)

    assert (bought.sold, [str(each.amount) for each in bought.taxes]) == (Decimal(60), ["10.00"])
    assert (credited(cancelled), left(cancelled)) == (["60.00 cancel"], "0.00 due, 60.00 back")
    assert (credited(found), paid(found)) == (["60.00 cancel"], ["60.00 card", "-60.00 card"])
    assert (left(bought), left(found)) == ("0.00 due, 0.00 back", "0.00 due, 0.00 back")


@rule("R-15.3")
def test_a_visit_that_a_package_pays_later_is_credited(levying: Story) -> None:
    apt = levying.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    levying.takes(None, for_=apt)
    levying.sells("glow-10", to="ana")
    levying.redeems(apt)

    found = receipt(levying, apt)

    assert (credited(found), left(found)) == (["60.00 redeem"], "0.00 due, 60.00 back")


@rule("R-15.3", "R-8.8")
def test_the_share_of_who_does_not_come_is_credited_and_no_longer_once_it_is_due_again(
    levying: Story,
) -> None:
    levying.gives(service("yoga", 60, "15.00", capacity=3, taxes=("vat",)))
    levying.booking("yoga", for_="ana", at="2026-01-20T10:00", party=3, without_package=True)
    levying.cancels("apt-1", places=1, on="2026-01-06")
    fewer = receipt(levying, "apt-1")
    levying.undoes()

    found = receipt(levying, "apt-1")

    assert (fewer.sold, credited(fewer), left(fewer)) == (
        Decimal(45),
        ["15.00 cancel"],
        "30.00 due, 0.00 back",
    )
    assert (found.sold, credited(found), left(found)) == (Decimal(45), [], "45.00 due, 0.00 back")


@rule("R-15.4", "R-12.1")
def test_a_visit_that_took_place_after_all_is_not_credited(levying: Story) -> None:
    levying.gives(service("yoga", 60, "15.00", capacity=3, taxes=("vat",)))
    levying.booking("yoga", for_="ana", at="2026-01-20T10:00", party=3, without_package=True)
    levying.cancels("apt-1", places=1, on="2026-01-06")
    levying.cancels("apt-1", on="2026-01-07")
    cancelled = receipt(levying, "apt-1")
    levying.corrects("apt-1", was="used", on="2026-01-21")

    found = receipt(levying, "apt-1")

    assert (credited(cancelled), left(cancelled)) == (["15.00 cancel", "30.00 cancel"], "0.00 due, 0.00 back")
    assert (credited(found), left(found)) == (["15.00 cancel"], "30.00 due, 0.00 back")


@rule("R-15.4")
def test_a_payment_that_was_typed_wrong_shows_nowhere(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="none")
    levying.takes("144", for_=pur)
    before = receipt(levying, pur)
    levying.takes("100", for_=pur, method="cash")
    levying.reverses(3, of=pur)

    after = receipt(levying, pur)

    assert replace(after, sale=before.sale) == before


@rule("R-15.4")
def test_an_earlier_payment_that_is_reversed_makes_another_receipt(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", pay="none")
    levying.takes("100", for_=pur, method="cash")
    levying.takes("144", for_=pur)
    levying.reverses(2, of=pur)

    found = receipt(levying, pur)

    assert (found.number, paid(found)) == (name(levying, pur, 4), ["144.00 card"])


@rule("R-15.4")
def test_a_refund_that_is_undone_leaves_the_receipt_as_it_was(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana")
    before = receipt(levying, pur)
    levying.refunds(pur)
    levying.undoes()

    after = receipt(levying, pur)

    assert replace(after, sale=before.sale) == before


@rule("R-15.4")
def test_a_sale_that_is_undone_has_no_receipt(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana")
    levying.undoes()

    assert refused(levying, pur) == ("taken_back", ())


@rule("R-15.5")
def test_units_given_away_stay_on_the_receipt_of_the_sale(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana", on="2026-01-05")
    gift = levying.transfers(4, of=pur, to="ivo", on="2026-01-06")
    onward = levying.transfers(1, of=gift, to="eva", on="2026-01-07")
    levying.refunds(gift, on="2026-01-08")

    found = receipt(levying, pur)

    assert refused(levying, onward) == ("received_as_gift", (pur,))
    assert (found.sold, credited(found), paid(found)) == (
        Decimal(480),
        ["144.00 refund"],
        ["480.00 card", "-144.00 card"],
    )
    assert found.notes[0].number == name(levying, gift, 4)
    assert found.notes[0].corrects == found.number


@rule("R-15.5")
def test_a_gift_that_is_undone_credits_nothing(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana")
    before = receipt(levying, pur)
    levying.transfers(4, of=pur, to="ivo")
    levying.undoes()

    after = receipt(levying, pur)

    assert replace(after, sale=before.sale) == before


@rule("R-15.5")
def test_a_visit_that_a_package_pays_has_the_receipt_of_the_package(levying: Story) -> None:
    pur = levying.sells("glow-10", to="ana")
    apt = levying.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    assert refused(levying, apt) == ("paid_with_package", (pur,))
