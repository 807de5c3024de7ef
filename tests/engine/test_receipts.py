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
def business() -> Story:
    """One that levies 20 % VAT on glow-10 (480.00, 48.00 a visit) and on facials (60.00)."""
    story = Story()
    story.gives(service("facial", 50, "60.00", taxes=("vat",)))
    return story


def receipt(business: Story, thing: str) -> Receipt:
    return business.engine.ask(ReadReceipt(thing=thing)).receipt


def name(business: Story, thing: str, seq: int) -> str:
    with business.ledger.reading() as books:
        entry = books.entry(seq)
    assert entry is not None
    return f"{thing}-{seq}-{entry.hash[:8]}"


def paid(found: Receipt) -> list[str]:
    return [f"{each.amount} {each.method}" for each in found.payments]


def left(found: Receipt) -> str:
    return f"{found.due} due, {found.to_pay_back} back"


def credited(found: Receipt) -> list[str]:
    return [f"{each.amount} {each.request}" for each in found.notes]


def refused(business: Story, thing: str) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(BadArgumentError) as raised:
        receipt(business, thing)
    return raised.value.reason, raised.value.choices


@rule("R-15.1")
def test_each_payment_makes_a_receipt_with_a_number_of_its_own(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="none", on="2026-01-05")
    numbers = [receipt(business, pur).number]
    for day, amount in (("2026-01-06", "144"), ("2026-01-07", None)):
        business.takes(amount, for_=pur, on=day)
        numbers.append(receipt(business, pur).number)

    assert numbers == [name(business, pur, seq) for seq in (1, 2, 3)]
    assert receipt(business, pur).at == business.moment()


@rule("R-15.1")
def test_a_receipt_keeps_its_number_as_long_as_nothing_else_is_received(business: Story) -> None:
    pur = business.sells("glow-10", to="ana")
    before = receipt(business, pur)

    business.books("facial", for_="ana", at="2026-01-20T10:00")
    business.adjusts(pur, 1)
    business.extends(pur, until="2026-09-01")
    business.transfers(2, of=pur, to="ivo", on="2026-02-01")

    after = receipt(business, pur)
    assert replace(after, sale=before.sale) == before


@rule("R-15.1")
def test_a_receipt_is_read_by_its_number_as_it_was_then(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="deposit", on="2026-01-05")
    deposit = receipt(business, pur)
    business.takes(None, for_=pur, on="2026-01-06")
    gift = business.transfers(2, of=pur, to="ivo", on="2026-01-07")
    business.refunds(gift, on="2026-01-08")
    refunded = receipt(business, pur)
    business.refunds(pur, on="2026-01-09")

    assert receipt(business, deposit.number) == deposit
    assert receipt(business, refunded.notes[0].number) == refunded


@rule("R-15.1")
@pytest.mark.parametrize("typed", ["pur-1-1-00000000", "pur-1-9-{hash}", "pur-1-0-{hash}", "pur-1-2-{other}"])
def test_a_number_that_was_never_given_is_refused(business: Story, typed: str) -> None:
    pur = business.sells("glow-10", to="ana")
    business.books("facial", for_="ana", at="2026-01-20T10:00")
    known = {"hash": name(business, pur, 1)[-8:], "other": name(business, pur, 2)[-8:]}

    assert refused(business, typed.format(**known)) == ("no_such_receipt", (pur,))


@rule("R-15.1")
def test_visits_of_one_entry_have_numbers_of_their_own(business: Story) -> None:
    business.booking(
        "facial", for_="ana", at="2026-01-20T10:00", without_package=True, repeat="FREQ=DAILY;COUNT=3"
    )

    numbers = [receipt(business, f"apt-{number}").number for number in (1, 2, 3)]

    assert numbers == [name(business, f"apt-{number}", 1) for number in (1, 2, 3)]


@rule("R-15.1")
def test_two_ledgers_that_did_the_same_never_share_a_number() -> None:
    numbers = set()
    for key in ("c1", "c2"):
        business = Story()
        business.clients.add(replace(new_client("ana"), key=ClientKey(key)))
        numbers.add(receipt(business, business.sells("glow-10", to="ana")).number)

    assert len(numbers) == 2


@rule("R-15.2")
def test_a_receipt_says_what_was_sold_with_its_taxes_and_payments(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="deposit", method="cash")
    business.catalogue = replace(LUMEN, packages={})

    found = receipt(business, pur)

    assert isinstance(found.sale, Purchase)
    assert found.sale.terms.name == "Glow 10"
    assert (found.sold, [(each.label, str(each.amount)) for each in found.taxes]) == (
        Decimal(480),
        [("VAT 20 %", "80.00")],
    )
    assert (paid(found), found.due, found.is_invoice) == (["144.00 cash"], Decimal(336), False)


@rule("R-15.2")
def test_what_is_not_paid_at_all_is_an_invoice_and_what_is_free_a_receipt(business: Story) -> None:
    unpaid = business.sells("glow-10", to="ana", pay="none")
    free = business.sells("staff-only", to="ana", method=None, pay="none")

    assert receipt(business, unpaid).is_invoice
    assert not receipt(business, free).is_invoice


@rule("R-15.3")
def test_a_refund_is_a_credit_note_that_names_the_receipt_it_corrects(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-20T10:00")
    business.refunds(pur, on="2026-02-01")

    found = receipt(business, pur)

    (note,) = found.notes
    assert (note.number, note.corrects, found.number) == (
        name(business, pur, 3),
        name(business, pur, 1),
        name(business, pur, 1),
    )
    assert (note.amount, [str(each.amount) for each in note.taxes]) == (Decimal(432), ["72.00"])
    assert (paid(found), left(found)) == (["480.00 card", "-432.00 card"], "0.00 due, 0.00 back")


@rule("R-15.3")
def test_credit_notes_of_several_refunds_carry_exactly_the_taxes_of_what_they_take_back(
    business: Story,
) -> None:
    pur = business.sells("glow-10", to="ana", on="2026-01-05")
    for day in (6, 7, 8):
        business.refunds(pur, on=f"2026-01-0{day}", amount=Decimal("0.99"), goodwill=True)
    business.refunds(pur, on="2026-01-09")

    found = receipt(business, pur)

    assert credited(found) == ["0.99 refund"] * 3 + ["477.03 refund"]
    assert sum(tax.amount for note in found.notes for tax in note.taxes) == Decimal(80)
    assert len({each.number for each in found.notes}) == 4


@rule("R-15.3")
def test_a_refund_before_all_is_paid_takes_back_what_was_still_due_too(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="deposit")
    business.refunds(pur)

    found = receipt(business, pur)

    assert (credited(found), left(found)) == (["480.00 refund"], "0.00 due, 0.00 back")
    assert paid(found) == ["144.00 card", "-144.00 card"]


@rule("R-15.3")
def test_a_credit_note_names_the_receipt_of_its_day_also_after_another_payment(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="deposit", on="2026-01-05")
    first = receipt(business, pur)
    business.refunds(pur, on="2026-01-06", amount=Decimal(10), goodwill=True)
    business.takes(None, for_=pur, on="2026-01-07")

    found = receipt(business, pur)

    assert [each.corrects for each in found.notes] == [first.number]
    assert (found.number, left(found)) == (name(business, pur, 3), "0.00 due, 0.00 back")


@rule("R-15.3")
def test_a_sale_that_was_not_paid_in_time_ends_with_a_credit_note(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="none", on="2026-01-05")
    business.expires(on="2026-01-20")

    found = receipt(business, pur)

    assert (credited(found), left(found)) == (["480.00 expire"], "0.00 due, 0.00 back")
    assert found.is_invoice


@rule("R-15.3")
def test_money_kept_at_an_end_is_no_credit(business: Story) -> None:
    pur = business.sells("glow-10", to="ana")
    business.voids(pur, keep_money=True)

    found = receipt(business, pur)

    assert (credited(found), left(found)) == ([], "0.00 due, 0.00 back")


@rule("R-15.3")
def test_a_visit_without_a_package_has_a_receipt_and_its_cancelling_a_credit_note(business: Story) -> None:
    apt = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.takes(None, for_=apt)
    bought = receipt(business, apt)
    business.cancels(apt)
    cancelled = receipt(business, apt)
    business.refunds_visit(apt)

    found = receipt(business, apt)

    assert (bought.sold, [str(each.amount) for each in bought.taxes]) == (Decimal(60), ["10.00"])
    assert (credited(cancelled), left(cancelled)) == (["60.00 cancel"], "0.00 due, 60.00 back")
    assert (credited(found), paid(found)) == (["60.00 cancel"], ["60.00 card", "-60.00 card"])
    assert (left(bought), left(found)) == ("0.00 due, 0.00 back", "0.00 due, 0.00 back")


@rule("R-15.3")
def test_a_visit_that_a_package_pays_later_is_credited(business: Story) -> None:
    apt = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.takes(None, for_=apt)
    business.sells("glow-10", to="ana")
    business.redeems(apt)

    found = receipt(business, apt)

    assert (credited(found), left(found)) == (["60.00 redeem"], "0.00 due, 60.00 back")


@rule("R-15.3", "R-8.8")
def test_the_share_of_who_does_not_come_is_credited_and_no_longer_once_it_is_due_again(
    business: Story,
) -> None:
    business.gives(service("yoga", 60, "15.00", capacity=3, taxes=("vat",)))
    business.booking("yoga", for_="ana", at="2026-01-20T10:00", party=3, without_package=True)
    business.cancels("apt-1", places=1, on="2026-01-06")
    fewer = receipt(business, "apt-1")
    business.undoes()

    found = receipt(business, "apt-1")

    assert (fewer.sold, credited(fewer), left(fewer)) == (
        Decimal(45),
        ["15.00 cancel"],
        "30.00 due, 0.00 back",
    )
    assert (found.sold, credited(found), left(found)) == (Decimal(45), [], "45.00 due, 0.00 back")


@rule("R-15.4", "R-12.1")
def test_a_visit_that_took_place_after_all_is_not_credited(business: Story) -> None:
    business.gives(service("yoga", 60, "15.00", capacity=3, taxes=("vat",)))
    business.booking("yoga", for_="ana", at="2026-01-20T10:00", party=3, without_package=True)
    business.cancels("apt-1", places=1, on="2026-01-06")
    business.cancels("apt-1", on="2026-01-07")
    cancelled = receipt(business, "apt-1")
    business.corrects("apt-1", was="used", on="2026-01-21")

    found = receipt(business, "apt-1")

    assert (credited(cancelled), left(cancelled)) == (["15.00 cancel", "30.00 cancel"], "0.00 due, 0.00 back")
    assert (credited(found), left(found)) == (["15.00 cancel"], "30.00 due, 0.00 back")


@rule("R-15.4")
def test_a_payment_that_was_typed_wrong_shows_nowhere(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="none")
    business.takes("144", for_=pur)
    before = receipt(business, pur)
    business.takes("100", for_=pur, method="cash")
    business.reverses(3, of=pur)

    after = receipt(business, pur)

    assert replace(after, sale=before.sale) == before


@rule("R-15.4")
def test_an_earlier_payment_that_is_reversed_makes_another_receipt(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", pay="none")
    business.takes("100", for_=pur, method="cash")
    business.takes("144", for_=pur)
    business.reverses(2, of=pur)

    found = receipt(business, pur)

    assert (found.number, paid(found)) == (name(business, pur, 4), ["144.00 card"])


@rule("R-15.4")
def test_a_refund_that_is_undone_leaves_the_receipt_as_it_was(business: Story) -> None:
    pur = business.sells("glow-10", to="ana")
    before = receipt(business, pur)
    business.refunds(pur)
    business.undoes()

    after = receipt(business, pur)

    assert replace(after, sale=before.sale) == before


@rule("R-15.4")
def test_a_sale_that_is_undone_has_no_receipt(business: Story) -> None:
    pur = business.sells("glow-10", to="ana")
    business.undoes()

    assert refused(business, pur) == ("taken_back", ())


@rule("R-15.5")
def test_units_given_away_stay_on_the_receipt_of_the_sale(business: Story) -> None:
    pur = business.sells("glow-10", to="ana", on="2026-01-05")
    gift = business.transfers(4, of=pur, to="ivo", on="2026-01-06")
    onward = business.transfers(1, of=gift, to="eva", on="2026-01-07")
    business.refunds(gift, on="2026-01-08")

    found = receipt(business, pur)

    assert refused(business, onward) == ("received_as_gift", (pur,))
    assert (found.sold, credited(found), paid(found)) == (
        Decimal(480),
        ["144.00 refund"],
        ["480.00 card", "-144.00 card"],
    )
    assert found.notes[0].number == name(business, gift, 4)
    assert found.notes[0].corrects == found.number


@rule("R-15.5")
def test_a_gift_that_is_undone_credits_nothing(business: Story) -> None:
    pur = business.sells("glow-10", to="ana")
    before = receipt(business, pur)
    business.transfers(4, of=pur, to="ivo")
    business.undoes()

    after = receipt(business, pur)

    assert replace(after, sale=before.sale) == before


@rule("R-15.5")
def test_a_visit_that_a_package_pays_has_the_receipt_of_the_package(business: Story) -> None:
    pur = business.sells("glow-10", to="ana")
    apt = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    assert refused(business, apt) == ("paid_with_package", (pur,))
