"""What was just booked, as a file for the client's own calendar."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from tests.web.asgi_browser import Answer
from tests.web.shop import Shop
from tests.web.visitor import Visitor, newcomer
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.share import SharePurchase


def test_a_visit_that_was_just_booked_goes_into_the_clients_calendar(shop: Shop) -> None:
    file = _file(shop, newcomer(shop).opens("Book Atlantic facial").at("12:00"))

    assert file.headers["content-type"].startswith("text/calendar")
    assert file.headers["cache-control"] == "no-store"
    (event,) = _events(file)
    assert event["summary"] == "Atlantic facial: Maré Alta"
    assert event["location"] == "Chiado, Rua Garrett 24, 1200-204 Lisboa"
    assert event.decoded("dtstart") == datetime(2026, 1, 5, 12, 0, tzinfo=ZoneInfo("Europe/Lisbon"))


def test_a_visit_of_several_people_says_how_many_as_letters_do(shop: Shop) -> None:
    file = _file(
        shop, newcomer(shop).opens("Book Morning yoga").at("08:00", day="2026-01-06").says(party="2")
    )

    (event,) = _events(file)
    assert event["summary"] == "Morning yoga, for 2 people: Maré Alta"


def test_all_visits_of_a_sale_are_in_one_file_under_the_names_that_letters_use(shop: Shop) -> None:
    file = _file(shop, newcomer(shop).opens("Choose First tide").at("12:00").pays("on-site"))

    (event,) = _events(file)
    assert event["uid"].startswith("apt-1.")
    assert event["sequence"] == 0


def test_a_visit_that_was_moved_meanwhile_is_the_newer_one(shop: Shop) -> None:
    facial = newcomer(shop).opens("Book Atlantic facial").at("12:00", day="2026-01-08")
    bruno = facial.reviews_well().confirms()
    shop.does(RescheduleAppointment(appointment="apt-1", at=datetime.fromisoformat("2026-01-09T14:00")))

    (event,) = _events(bruno.browser.get(f"{bruno.led_to}/visits.ics"))

    assert event["sequence"] == 1
    assert event.decoded("dtstart").day == 9


def test_visits_of_others_with_the_same_package_are_not_in_it(shop: Shop) -> None:
    shop.knows("mia")
    bruno = newcomer(shop).opens("Choose Twenty mornings").at("08:00", day="2026-01-06").pays("on-site")
    done = bruno.reviews_well().confirms().led_to
    shop.does(SharePurchase(purchase="pur-1", members=("mia",)))
    shop.books("yoga", for_="mia", at="2026-01-07T08:00")

    (event,) = _events(bruno.browser.get(f"{done}/visits.ics"))

    assert event["uid"].startswith("apt-1.")
    assert not bruno.goes_to(done).sees("7 Jan")


def test_only_who_has_the_address_gets_the_file(shop: Shop) -> None:
    shop.knows("ana")
    shop.books("facial", for_="ana", at="2026-01-20T10:00", without_package=True)

    assert shop.browser().get("/done/apt-1/visits.ics").status == 404


def test_where_nothing_was_booked_there_is_no_file(shop: Shop) -> None:
    bruno = newcomer(shop).opens("Choose Glow 10").pays("on-site").reviews_well().confirms()

    assert bruno.browser.get(f"{bruno.led_to}/visits.ics").status == 404


def _file(shop: Shop, bruno: Visitor) -> Answer:
    done = bruno.reviews_well().confirms().led_to
    return bruno.browser.get(f"{done}/visits.ics")


def _events(file: Answer) -> list[Any]:
    assert file.status == 200
    return list(Calendar.from_ical(file.body).walk("VEVENT"))
