"""Several visits of a package are booked at once: all of them or none."""

from datetime import datetime

from tests.web.story import Story
from tests.web.visitor import Visitor
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted


def at_the_form(page: Story) -> Visitor:
    """Ana has a Glow 10, and opens the form for several visits."""
    page.has("ana", "glow-10")
    ana = page.client("ana").goes_to("/account/packages")
    return ana.opens("Book remaining visits of Glow 10").opens("Book several visits")


def test_several_visits_are_booked_by_one_request(page: Story) -> None:
    ana = at_the_form(page).at("10:00", day="2026-01-13").at("10:00", day="2026-01-20", visit=2)
    ana.adds_a_visit().at("10:00", day="2026-01-27", visit=3)
    before = page.entries()

    ana.reviews_well()
    ana.is_told("Paid by Glow 10 , 3 sessions of it")
    first, again = ana.confirms().led_to, ana.confirms().led_to

    assert first == again
    assert page.entries() == before + 1
    ana.goes_to(first).is_told("3 of 10 booked, 0 used")
    assert [str(each.visit.starts_at.date()) for each in page.appointments()] == [
        "2026-01-13",
        "2026-01-20",
        "2026-01-27",
    ]


def test_if_one_of_them_is_taken_meanwhile_none_is_booked(page: Story) -> None:
    ana = at_the_form(page).at("10:00", day="2026-01-13").at("10:00", day="2026-01-20", visit=2)
    ana.reviews_well()
    for employee in {each.visit.employee for each in page.appointments()} or ("ines",):
        page.adds("bo")
        page.books("facial", for_="bo", at="2026-01-20T10:00", employee=employee, without_package=True)
    before = page.entries()

    ana.confirms()

    assert ana.status in {409, 422}
    assert page.entries() == before


def test_visits_that_overlap_and_no_visits_at_all_are_told(page: Story) -> None:
    ana = at_the_form(page)

    ana.reviews().is_told("Please choose a time for at least one visit.")
    ana.at("10:00", day="2026-01-13").at("10:00", day="2026-01-13", visit=2).reviews()

    ana.is_told("You chose another visit at this time.")


def test_the_request_names_the_employees_of_all_its_visits(page: Story) -> None:
    first, other = (
        VisitWanted(service=service, at=datetime.fromisoformat("2026-01-13T10:00"), employee=each)
        for service, each in (("facial", "ines"), ("yoga", "noor"))
    )
    request = BookAppointment(client="ana", wanted=first, also=(other,))

    assert set(request.employees_named(page.desk().catalogue.catalogue)) == {"ines", "noor"}


def test_a_form_whose_session_has_ended_leads_back_to_it_by_signing_in(page: Story) -> None:
    ana = at_the_form(page).at("10:00", day="2026-01-13")
    ana.browser.cookies.clear()

    asked = ana.presses("summary").led_to
    ana.browser.send(ana.browser.get(asked), asked, email="ana@example.com")

    assert page.mail is not None
    link = page.mail.link()
    assert ana.browser.send(ana.browser.get(link), link).headers["location"] == ana.path


def test_what_was_chosen_is_kept_where_the_client_has_signed_in_again_in_another_tab(page: Story) -> None:
    ana = at_the_form(page).at("10:00", day="2026-01-13")
    ana.browser.cookies = page.signed_in("ana").cookies

    ana.presses("summary").is_told("This form is out of date.")
    ana.form = ana.answer
    ana.books()

    assert page.visits() == ["facial at 2026-01-13T10:00 paid by pur-1"]
