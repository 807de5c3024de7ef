"""What a row keeps of a purchase is that purchase again, whatever its terms say."""

from json import loads

import pytest

from tests.stores.samples import moment, sold
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace
from trafftpkg.stores.lines.wire_writing import written
from trafftpkg.stores.tables import things
from trafftpkg.stores.tables.things import PURCHASES

STATE = PURCHASES.names.index("state")


def purchase(name: str) -> Purchase:
    made = sold(1).after(PurchaseId("pur-1"), None, moment("2026-01-05T10:00"))
    assert isinstance(made, Purchase)
    return replace(made, terms=replace(made.terms, name=name))


def read_again(state: str) -> Purchase:
    things._kept.clear()
    made = PURCHASES.make((state,))
    assert isinstance(made, Purchase)
    return made


@pytest.mark.parametrize("name", ["Glow", 'Glow","id":"pur-7', '},"id":"pur-7"', '{"terms":', "\\", "Łódź"])
def test_a_purchase_is_read_as_it_was_written(name: str) -> None:
    before = purchase(name)

    state = str(PURCHASES.row(before)[STATE])

    assert loads(state) == loads(written(before))
    assert repr(read_again(state)) == repr(before)


def test_a_state_of_an_earlier_version_is_read_too() -> None:
    before = purchase("Glow")

    assert repr(read_again(written(before))) == repr(before)


def test_purchases_sold_under_the_same_terms_share_them() -> None:
    state = str(PURCHASES.row(purchase("Glow"))[STATE])

    assert read_again(state).terms is read_again(state).terms
