"""What can be asked, now or as it was known at an earlier moment."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.appointment import appointment_status
from trafftpkg.domain.moments import Length
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.history import ReadHistory
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.questions.show import ShowAppointment, ShowClient, ShowPurchase
from trafftpkg.engine.requests.pay import ReceivePayment


def listed(business: Story, **wanted: Any) -> list[str]:
    """Return the ids of the purchases that fit."""
    return [each.id for each in business.engine.ask(ListPurchases(**wanted)).purchases]


@pytest.fixture
def traded(business: Story) -> Story:
    """Ana has three purchases, Eve one; it is the evening of 12 January."""
    business.sells("facial-3", to="ana", on="2026-01-05", book=("facial@2026-01-12T10:00",))
    business.sells("glow-10", to="ana", on="2026-01-06")
    business.sells("starter", to="ana", on="2026-01-07", overrides=("minimum",))
    business.sells("facial-3", to="eve", on="2026-01-08", pay="none")
    business.booking("facial", for_="eve", at="2026-01-14T10:00", without_package=True)
    business.now = "2026-01-12T20:00"
    return business


def test_purchases_are_listed_in_the_order_bought(traded: Story) -> None:
    assert listed(traded) == ["pur-1", "pur-2", "pur-3", "pur-4"]
    assert listed(traded, client="ana") == ["pur-1", "pur-2", "pur-3"]
    assert listed(traded, package="facial-3") == ["pur-1", "pur-4"]
    assert listed(traded, statuses=("pending",)) == ["pur-4"]
    assert listed(traded, sort="expires_at") == ["pur-1", "pur-4", "pur-2", "pur-3"]


def test_a_payment_is_found_by_its_name_elsewhere_whatever_it_was_for(business: Story) -> None:
    business.sells("glow-10", to="ana", pay="none")
    business.sells("glow-10", to="bea", pay="none")
    business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    for thing, reference in (("pur-1", 'ch_7"7%'), ("pur-2", "ch_8"), ("apt-1", "CH_8")):
        business.does(ReceivePayment(thing=thing, amount=None, method="card", reference=reference))

    def paid_under(reference: str) -> list[str]:
        purchases = business.engine.ask(ListPurchases(reference=reference)).purchases
        visits = business.engine.ask(ListAppointments(reference=reference)).appointments
        return [*(each.id for each in purchases), *(each.id for each in visits)]

    assert [paid_under(each) for each in ('ch_7"7%', "ch_8", "CH_8", "ch_")] == [
        ["pur-1"],
        ["pur-2"],
        ["apt-1"],
        [],
    ]


def test_a_limited_list_says_how_many_there_are(traded: Story) -> None:
    found = traded.engine.ask(ListPurchases(limit=2))

    assert ([each.id for each in found.purchases], found.total) == (["pur-1", "pur-2"], 4)


@rule("R-4.1")
@pytest.mark.parametrize(("within", "ids"), [(22, []), (23, []), (24, ["pur-1"])])
def test_expiring_within_counts_days_from_now(traded: Story, within: int, ids: list[str]) -> None:
    found = listed(traded, client="ana", expiring_within=Length(count=within, unit="d"))

    assert found == ids  # on 5 February at midnight: 23 days and four hours from now


def test_as_of_an_earlier_moment_things_are_as_they_were_known_then(traded: Story) -> None:
    traded.voids("pur-2")
    then = datetime(2026, 1, 6, 12)

    found = traded.engine.ask(ListPurchases(client="ana"), as_of=then)
    page = traded.engine.ask(ShowPurchase(purchase="pur-2"), as_of=then)

    assert [each.id for each in found.purchases] == ["pur-1", "pur-2"]
    assert page.purchase.ended is None
    assert f"{found.view.now:%Y-%m-%dT%H:%M}" == "2026-01-06T11:00"


def test_before_the_first_entry_nothing_was_known(traded: Story) -> None:
    then = datetime(2026, 1, 5, 9, 59)

    assert traded.engine.ask(ListPurchases(), as_of=then).purchases == ()
    with traded.refuses("unknown_purchase"):
        traded.engine.ask(ShowPurchase(purchase="pur-1"), as_of=then)


@rule("R-2.3")
def test_as_of_a_moment_to_come_time_has_done_its_part(traded: Story) -> None:
    found = traded.engine.ask(ListPurchases(statuses=("expired",)), as_of=datetime(2026, 2, 5))

    assert [each.id for each in found.purchases] == ["pur-1"]


def test_a_purchase_is_shown_with_its_visits_also_those_that_gave_their_units_back(business: Story) -> None:
    business.sells("facial-3", to="ana", book=("facial@2026-01-20T10:00", "facial@2026-01-13T10:00"))
    business.cancels("apt-1")

    page = business.engine.ask(ShowPurchase(purchase="pur-1"))

    assert [(each.id, each.status) for each in page.appointments] == [
        ("apt-2", "booked"),
        ("apt-1", "cancelled"),
    ]


def test_a_client_is_shown_with_all_they_bought_and_booked(traded: Story) -> None:
    page = traded.engine.ask(ShowClient(client="ana"))

    assert [each.id for each in page.purchases] == ["pur-1", "pur-2", "pur-3"]
    assert [each.id for each in page.appointments] == ["apt-1"]
    assert [each.handle for each in page.view.clients.values()] == ["ana"]


def test_an_appointment_is_shown(traded: Story) -> None:
    page = traded.engine.ask(ShowAppointment(appointment="apt-1"))

    assert appointment_status(page.appointment, page.view.now) == "used"


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, ["apt-1", "apt-2"]),
        ({"client": "eve"}, ["apt-2"]),
        ({"statuses": ("used",)}, ["apt-1"]),
        ({"first_day": date(2026, 1, 13)}, ["apt-2"]),
        ({"first_day": date(2026, 1, 12), "last_day": date(2026, 1, 13)}, ["apt-1"]),
        ({"first_day": date(2026, 1, 14), "last_day": date(2026, 1, 14)}, ["apt-2"]),
        ({"employee": "jo"}, []),
        ({"service": "facial", "location": "centre", "limit": 1}, ["apt-1"]),
    ],
)
def test_appointments_are_listed_by_start(traded: Story, wanted: dict[str, Any], ids: list[str]) -> None:
    found = traded.engine.ask(ListAppointments(**wanted)).appointments

    assert [each.id for each in found] == ids


def test_a_history_runs_a_balance_after_each_entry(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))
    business.adjusts(sold, 2)
    business.cancels("apt-1", on="2026-01-12T09:00")

    rows = business.engine.ask(ReadHistory(thing=sold)).rows

    assert [each.entry.request for each in rows] == ["purchase", "adjust", "cancel"]
    found = [
        (each.balance.available, each.balance.booked, each.balance.used) for each in rows if each.balance
    ]
    assert found == [(2, 1, 0), (4, 1, 0), (4, 0, 1)]
    assert [each.entry.seq for each in business.engine.ask(ReadHistory(thing="apt-1")).rows] == [1, 3]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (ReadHistory(thing="pur-9"), "unknown_purchase"),
        (ReadHistory(thing="apt-9"), "unknown_appointment"),
        (ShowPurchase(purchase="pur-9"), "unknown_purchase"),
        (ShowPurchase(purchase="ana"), "unknown_purchase"),
        (ShowAppointment(appointment="apt-9"), "unknown_appointment"),
        (ShowClient(client="anna"), "unknown_client"),
        (ListPurchases(client="anna"), "unknown_client"),
        (ListAppointments(client="anna"), "unknown_client"),
    ],
)
@pytest.mark.parametrize("empty", [True, False])
def test_what_nobody_knows_cannot_be_asked_about(question: Any, code: str, empty: bool) -> None:
    business = Story()
    if not empty:
        business.sells("facial-3", to="ana")

    with business.refuses(code):
        business.engine.ask(question)


def test_of_a_ledger_that_was_never_opened_everything_is_empty(business: Story) -> None:
    business.knows("ana")

    assert business.engine.ask(ListPurchases(client="ana")).purchases == ()
    assert business.engine.ask(ListAppointments()).appointments == ()
    assert business.engine.ask(ShowClient(client="ana")).purchases == ()
    assert business.explains("facial", for_="ana", at="2026-01-12T10:00") == {}
    assert business.slots("facial", "2026-01-12")
