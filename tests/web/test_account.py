"""A client's account: their own, and only that; what cancelling costs is said first."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from tests.web.asgi_browser import Answer, AsgiBrowser
from tests.web.shop import Shop, time_of
from tests.web.visitor import Visitor
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment
from trafftpkg.engine.requests.freeze import FreezePurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.web.failures import ChangedMeanwhileError


def test_a_package_that_is_not_paid_tells_what_it_holds_and_lets_nothing_be_booked(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("massage-hours", to="ana", pay="none")
    browser = shop.signed_in("ana")

    words = browser.get("/account/packages").words

    assert "Deep tissue massage 6 h Back and neck 6 h Reflexology 1 h 30 min Total 6 h" in words
    assert "Book remaining" not in words


def test_what_was_just_done_is_seen_at_once(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.signed_in("ana")
    before = browser.get("/account").words

    shop.books("facial", for_="ana", at="2026-01-20T10:00", without_package=True)

    assert "You have no visits booked." in before
    assert "Tue 20 Jan 2026, 10:00" in browser.get("/account").words


def test_packages_tell_what_is_left_and_what_is_booked(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")

    words = browser.get("/account/packages").words

    assert "Glow 10 Active Until 5 July 2026 · €520.00" in words
    assert "Atlantic facial 5 visits Deep tissue massage 6 visits Total 9 sessions" in words
    assert "Booked Atlantic facial Tue 20 Jan 2026, 10:00–10:50 with Inês, Chiado Book remaining" in words


def test_a_package_tells_how_much_is_booked_and_used_and_what_became_of_each_visit(shop: Shop) -> None:
    _ana(shop)
    for day in ("2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-20"):
        shop.books("facial", for_="ana", at=f"{day}T10:00")
    shop.does(CancelAppointment(appointment="apt-4"))
    shop.now = "2026-01-08T12:00"
    shop.does(MissAppointment(appointment="apt-2"))
    shop.does(MissAppointment(appointment="apt-3"))
    ana = shop.signed_in("ana")

    tab = ana.get("/account/packages")
    own = ana.get(tab.link("Book remaining visits of Glow 10"))

    for page in (tab, own):
        assert "1 of 10 booked, 2 used" in page.words
        past = page.words[page.words.index("Past visits (4) of Glow 10") :]
        assert "Fri 9 Jan 2026, 10:00–10:50 with Inês, Chiado Cancelled" in past
        assert "Thu 8 Jan 2026, 10:00–10:50 with Inês, Chiado Missed, counts as used" in past
        assert "Wed 7 Jan 2026, 10:00–10:50 with Inês, Chiado Missed Atl" in past
        assert "Tue 6 Jan 2026, 10:00–10:50 with Inês, Chiado Attended" in past


def test_of_many_past_visits_the_latest_are_shown_and_the_page_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trafftpkg.web.past_visits.MOST_SHOWN", 2)
    _ana(shop)
    for day in ("2026-01-06", "2026-01-07", "2026-01-08"):
        shop.books("facial", for_="ana", at=f"{day}T10:00")
    shop.now = "2026-01-10T12:00"
    ana = shop.signed_in("ana")

    page = ana.get("/account/packages")
    past = page.words[page.words.index("Past visits (3) of Glow 10") :]

    assert "Thu 8 Jan 2026" in past
    assert "Tue 6 Jan 2026" not in past
    assert "These are the latest 2. Your appointments show all of them by year." in past
    assert "Tue 6 Jan 2026" in ana.get(page.link("Your appointments")).words


def test_appointments_tell_who_pays(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    shop.books("yoga", for_="ana", at="2026-01-21T08:00", without_package=True)

    words = browser.get("/account").words

    assert (
        "Atlantic facial Tue 20 Jan 2026, 10:00–10:50 with Inês, Chiado Paid by Glow 10, visit 1 of 10"
        in words
    )
    assert "Morning yoga Wed 21 Jan 2026, 08:00–09:00 with Noor, Belém by the river €14.00 to pay" in words


def test_a_client_without_past_visits_is_offered_none(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-13T10:00")
    before = browser.get("/account").words

    shop.books("facial", for_="ana", at="2026-01-14T10:00")
    shop.does(CancelAppointment(appointment="apt-2"))

    assert "Past" not in before
    assert "Show 2026" not in before
    assert "Past Show 2026" in browser.get("/account").words


def test_what_is_over_is_shown_by_year(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-13T10:00")
    browser = shop.later(browser, "2026-01-13T11:00")

    assert "Atlantic facial" not in browser.get("/account").words
    assert "Past Atlantic facial Tue 13 Jan 2026" in browser.get("/account?year=2026").words
    assert "No visits in 2025." in browser.get("/account?year=2025").words
    past = browser.get("/account?year=2026").words
    assert "Attended" in past
    assert "Glow 10, visit 1 of 10" in past


def test_packages_that_are_over_are_shown_when_asked_for(shop: Shop) -> None:
    _ana(shop)
    shop.now = "2026-07-06T00:00"
    browser = shop.signed_in("ana")

    assert "You have no package to use right now." in browser.get("/account/packages").words
    assert "Glow 10 Expired" in browser.get("/account/packages?over=1").words


@pytest.mark.parametrize("path", ["/account", "/account/packages", "/account/packages/x"])
def test_who_has_not_signed_in_is_sent_to_do_so(shop: Shop, path: str) -> None:
    assert shop.browser().get(path).headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("what", ["cancel", "move"])
def test_nobody_reaches_anothers_visits(shop: Shop, what: str) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    address = browser.get("/account").link(f"{what.capitalize()} Atlantic facial")
    shop.knows("eva")
    eva = shop.signed_in("eva")

    assert browser.get(address).status == 200
    assert eva.get(address).status == 404
    assert eva.send(eva.get("/account"), address).status == 404


def test_nobody_reaches_anothers_purchases(shop: Shop) -> None:
    browser = _ana(shop)
    address = browser.get("/account/packages").link("Book remaining visits of Glow 10")
    shop.knows("eva")

    assert browser.get(address).status == 200
    assert shop.signed_in("eva").get(address).status == 404


def test_addresses_of_the_account_carry_no_id(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    pages = browser.get("/account").text + browser.get("/account/packages").text

    addresses = " ".join(re.findall(r'(?:href|action)="([^"]+)"', pages))

    assert not re.search(r"pur-|apt-|glow", addresses)


def test_cancelling_in_time_says_that_it_is_free(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")

    page, path = _cancelling(browser)
    assert (
        "You can cancel for free until Mon 19 Jan 2026, 10:00. The visit goes back to Glow 10." in page.words
    )
    answer = browser.send(page, path)

    assert answer.headers["location"] == "/account?cancelled=1"
    assert shop.appointments()[0].status == "cancelled"
    assert "The visit was cancelled." in browser.get("/account?cancelled=1").words


def test_cancelling_late_says_that_it_is_forgiven_and_then_that_it_is_kept(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-05T14:00")
    shop.books("facial", for_="ana", at="2026-01-05T16:00")

    first, path = _cancelling(browser)
    assert (
        "This time it is forgiven (1 of 1 for this package), and the visit goes back to Glow 10."
        in first.words
    )
    browser.send(first, path)
    second, _ = _cancelling(browser)

    assert "The visit stays used: nothing goes back to Glow 10." in second.words


def test_cancelling_late_a_visit_at_its_price_says_what_is_owed(shop: Shop) -> None:
    business = shop.folder / "catalog/business.yaml"
    business.write_text(business.read_text().replace("forgiven: 1", "forgiven: 0"))
    shop.knows("ana")
    shop.books("facial", for_="ana", at="2026-01-05T14:00", without_package=True)

    page, _ = _cancelling(shop.signed_in("ana"))

    assert "Cancelling was free until Sun 4 Jan 2026, 14:00. You still pay €62.00 on site." in page.words


def test_what_cancelling_was_said_to_cost_holds_or_is_said_anew(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-13T10:00")
    page, path = _cancelling(browser)
    browser = shop.later(browser, "2026-01-12T10:01")

    answer = browser.send(page, path)

    assert answer.status == 409
    assert "Something has changed since you opened this page." in answer.words
    assert "This time it is forgiven" in answer.words
    assert shop.appointments()[0].status == "booked"


def test_a_visit_that_was_moved_since_is_shown_anew_before_it_is_cancelled_or_moved(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-13T10:00")
    page, path = _cancelling(browser)
    moving = browser.get("/account").link("Move Atlantic facial")
    form = browser.get(moving)
    shop.does(RescheduleAppointment(appointment="apt-1", at=datetime(2026, 1, 13, 12)))

    answers = [
        browser.send(page, path),
        browser.send(form, moving, **{"go": "buy", "v0-1-time": time_of(form, "v0-1", "15:00")}),
    ]

    for answer in answers:
        assert answer.status == 409
        assert "Something has changed since you opened this page." in answer.words
        assert "Tue 13 Jan 2026, 12:00" in answer.words
    assert shop.appointments()[0].status == "booked"
    assert shop.appointments()[0].visit.starts_at == datetime(2026, 1, 13, 12, tzinfo=UTC)
    browser.send(answers[0], path)
    assert shop.appointments()[0].status == "cancelled"


def test_a_visit_that_is_with_another_employee_now_is_shown_anew_before_it_is_cancelled(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("massage", for_="ana", at="2026-01-13T15:00", employee="ines")
    page, path = _cancelling(browser, "Deep tissue massage")
    shop.does(RescheduleAppointment(appointment="apt-1", at=datetime(2026, 1, 13, 15), employee="tomas"))

    answer = browser.send(page, path)

    assert (answer.status, shop.appointments()[0].status) == (409, "booked")


def test_some_of_a_party_cancel(shop: Shop) -> None:
    browser = _ana(shop)
    shop.sells("yoga-20", to="ana")
    shop.books("yoga", for_="ana", at="2026-01-20T08:00", party=3)
    page, path = _cancelling(browser, "Morning yoga")
    assert "How many do not come: 1 , 2 , all 3" in page.words

    part = browser.get(f"{path}?places=1")
    assert "Cancel 1 of 3 places?" in part.words
    answer = browser.send(part, f"{path}?places=1")

    assert answer.headers["location"] == "/account?fewer=1"
    assert "The visit is for fewer people now." in browser.get("/account?fewer=1").words
    assert [(each.status, each.visit.party) for each in shop.appointments()] == [
        ("booked", 2),
        ("cancelled", 1),
    ]
    assert browser.send(part, f"{path}?places=1").headers["location"] == "/account?fewer=1"
    assert len(shop.appointments()) == 2
    assert browser.send(page, f"{path}?places=1").status == 409


def test_cancelling_twice_cancels_once(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    page, path = _cancelling(browser)

    answers = [browser.send(page, path) for _ in range(2)]

    assert [each.headers["location"] for each in answers] == ["/account?cancelled=1"] * 2


def test_a_visit_is_moved_to_a_free_time(shop: Shop) -> None:
    ana = Visitor(shop, _ana(shop), {})
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    ana.goes_to("/account").opens("Move Atlantic facial").at("09:00", day="2026-01-21")
    assert ana.sees("You can move this visit for free until Mon 19 Jan 2026, 10:00.")

    assert ana.confirms().led_to == "/account?moved=1"
    assert f"{shop.appointments()[0].visit.starts_at:%d %H:%M}" == "21 09:00"


def test_a_visit_that_the_same_press_moves_meanwhile_is_moved(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    moving = browser.get("/account").link("Move Atlantic facial")
    form = browser.get(moving)
    press = partial(browser.send, form, moving, **{"go": "buy", "v0-1-time": time_of(form, "v0-1", "12:00")})
    meanwhile: list[Answer] = []

    def check(*facts: Any) -> None:
        monkeypatch.undo()
        meanwhile.append(press())
        raise ChangedMeanwhileError

    monkeypatch.setattr("trafftpkg.web.pages.moving.check_offered", check)

    assert [press().headers["location"], meanwhile[0].headers["location"]] == ["/account?moved=1"] * 2
    assert f"{shop.appointments()[0].visit.starts_at:%d %H:%M}" == "20 12:00"


def test_a_visit_that_is_too_near_cannot_be_moved(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("facial", for_="ana", at="2026-01-05T14:00")

    page = browser.get(browser.get("/account").link("Move Atlantic facial"))

    assert page.status == 409
    assert "Your visit on Mon 5 Jan 2026, 14:00 is too soon to be moved." in page.words


def test_a_visit_of_a_service_that_is_no_longer_declared_is_not_moved(shop: Shop) -> None:
    browser = _ana(shop)
    shop.books("short-massage", for_="ana", at="2026-01-20T10:00", employee="ines", without_package=True)
    moving = browser.get("/account").link("Move Back and neck")
    form = browser.get(moving)
    for file in (
        "services",
        "employees",
        "packages/goodwill",
        "packages/first-tide",
        "packages/massage-hours",
    ):
        shop.edits(f"{file}.yaml", "short-massage", "half-massage")
    browser = shop.later(browser, shop.now)

    assert browser.get(moving).status == 404
    assert (
        browser.send(form, moving, **{"go": "buy", "v0-1-time": time_of(form, "v0-1", "12:00")}).status == 404
    )


def test_a_client_who_was_erased_is_signed_out(shop: Shop) -> None:
    key = shop.knows("ana")
    browser = shop.signed_in("ana")
    shop.desk().clients.erase(key, [])

    assert browser.get("/account").headers["location"].startswith("/sign-in")


def _ana(shop: Shop) -> AsgiBrowser:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    return shop.signed_in("ana")


def _cancelling(browser: AsgiBrowser, service: str = "Atlantic facial") -> tuple[Answer, str]:
    path = browser.get("/account").link(f"Cancel {service}")
    return browser.get(path), path


def test_a_package_of_visits_that_take_several_units_is_counted_in_visits(shop: Shop) -> None:
    terms = "total: 12\nprice: {amount: 600.00}\nvalidity: {months: 6}\n"
    shop.declares("packages/pairs.yaml", f"name: Pairs\nservices: [{{service: facial, uses: 2}}]\n{terms}")
    shop.declares(
        "packages/mixed.yaml",
        "name: Mixed\nservices: [{service: facial}, {service: massage, uses: 3}]\n" + terms,
    )
    shop.knows("ana")
    pairs, mixed = shop.sells("pairs", to="ana"), shop.sells("mixed", to="ana")
    shop.books("facial", for_="ana", at="2026-01-20T10:00", payer=pairs.id)
    browser = shop.signed_in("ana")

    words = browser.get("/account/packages").words

    assert "Pairs Active Until 5 July 2026 · €600.00 1 of 6 booked, 0 used What is left of Pairs" in words
    assert "Atlantic facial 5 visits Total 5 visits" in words
    assert "Atlantic facial 12 visits Deep tissue massage 4 visits Total 12 sessions" in words
    front = browser.get("/").words
    assert "1 service · 6 visits" in front
    assert "2 services · 12 sessions" in front
    assert mixed.granted == 12


def test_a_frozen_package_never_says_that_it_does_not_expire(shop: Shop) -> None:
    shop.knows("ana")
    sold = shop.sells("glow-10", to="ana")
    shop.does(FreezePurchase(purchase=sold.id, first=date(2026, 1, 5), reason="ill"))

    words = shop.signed_in("ana").get("/account/packages").words

    assert "Glow 10 Frozen The last day is set when the freeze ends" in words


def test_a_gift_tells_who_pays_and_when_it_starts_and_asks_its_receiver_for_nothing(shop: Shop) -> None:
    shop.knows("ana")
    shop.knows("bo")
    shop.sells("glow-10", to="ana", pay="none", payer="bo", starts=date(2026, 2, 1))

    words = shop.signed_in("ana").get("/account/packages").words

    assert "Glow 10 Payment pending Starts 1 February 2026 · Until 1 August 2026 · Bo pays for it" in words
    assert "€" not in words
    assert "please pay" not in words
    assert not any(paper in words for paper in ("Receipt", "Invoice"))


def test_a_discount_is_told_beside_the_usual_price(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana", price=Decimal("430.00"), reason="regular client")

    words = shop.signed_in("ana").get("/account/packages").words

    assert "€430.00 instead of €520.00 including" in words
