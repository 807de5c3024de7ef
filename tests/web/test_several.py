"""Several visits of a package are booked at once: all of them or none."""

from datetime import datetime

from tests.web.shop import Shop
from tests.web.visitor import Visitor, client
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted


def at_the_form(shop: Shop) -> Visitor:
    """Ana has a Glow 10, and opens the form for several visits."""
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    ana = client(shop, "ana").goes_to("/account/packages")
    return ana.opens("Book remaining visits of Glow 10").opens("Book several visits")


def test_several_visits_are_booked_by_one_request(shop: Shop) -> None:
    ana = at_the_form(shop).at("10:00", day="2026-01-13").at("10:00", day="2026-01-20", visit=2)
    ana.adds_a_visit().at("10:00", day="2026-01-27", visit=3)
    before = shop.entries()

    ana.reviews_well()
    assert ana.sees("Paid by Glow 10 , 3 sessions of it")
    first, again = ana.confirms().led_to, ana.confirms().led_to

    assert first == again
    assert shop.entries() == before + 1
    assert ana.goes_to(first).sees("3 of 10 booked, 0 used")
    assert [str(each.visit.starts_at.date()) for each in shop.appointments()] == [
        "2026-01-13",
        "2026-01-20",
        "2026-01-27",
    ]


def test_if_one_of_them_is_taken_meanwhile_none_is_booked(shop: Shop) -> None:
    ana = at_the_form(shop).at("10:00", day="2026-01-13").at("10:00", day="2026-01-20", visit=2)
    ana.reviews_well()
    for employee in {each.visit.employee for each in shop.appointments()} or ("ines",):
        shop.knows("bo")
        shop.books("facial", for_="bo", at="2026-01-20T10:00", employee=employee, without_package=True)
    before = shop.entries()

    ana.confirms()

    assert ana.status in {409, 422}
    assert shop.entries() == before


def test_visits_that_overlap_and_no_visits_at_all_are_told(shop: Shop) -> None:
    ana = at_the_form(shop)

    assert ana.reviews().sees("Please choose a time for at least one visit.")
    ana.at("10:00", day="2026-01-13").at("10:00", day="2026-01-13", visit=2).reviews()

    assert ana.sees("You chose another visit at this time.")


def test_the_request_names_the_employees_of_all_its_visits(shop: Shop) -> None:
    first, other = (
        VisitWanted(service=service, at=datetime.fromisoformat("2026-01-13T10:00"), employee=each)
        for service, each in (("facial", "ines"), ("yoga", "noor"))
    )
    request = BookAppointment(client="ana", wanted=first, also=(other,))

    assert set(request.employees_named(shop.desk().catalogue.catalogue)) == {"ines", "noor"}
