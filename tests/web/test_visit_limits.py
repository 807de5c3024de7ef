"""How much of the diary one visitor can hold, and for how long without an answer to our letter."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from tests.rules import rule
from tests.web.shop import Shop
from tests.web.visitor import ANY_TIME, BRUNO, Visitor, client, newcomer
from trafftpkg.domain.door import Waiting
from trafftpkg.web.safety.limits import VISITS_OF_ONE_CLIENT, VISITS_UNCONFIRMED

ODD = [
    "",
    "\0",
    "x" * 9000,
    "é" * 3000,
    "9999-12-31",
    "0000-00-00",
    "-1",
    "٣",
    "|||",
    "v0-1",
    "\r\nSet-Cookie: a=b",
    "<b>",
]


def _books(who: Visitor, day: str = "2026-01-20") -> Visitor:
    """Let them book the first free facial of a day."""
    return who.starts_over().opens("Book Atlantic facial").at(ANY_TIME, day=day).reviews().confirms()


@rule("R-14.3")
def test_somebody_whose_address_is_not_confirmed_holds_few_visits(shop: Shop) -> None:
    visitors = [
        _books(newcomer(shop).says(email=f"c{number}@example.com"), f"2026-01-{20 + number}")
        for number in range(VISITS_UNCONFIRMED.most + 2)
        if number != 5  # a Sunday
    ]

    assert [each.status for each in visitors] == [303] * VISITS_UNCONFIRMED.most + [409]
    assert visitors[-1].sees("You can book at most 6 visits before you confirm your e-mail address.")
    assert 'value="Bruno Sá"' in visitors[-1].answer.text
    assert len(shop.appointments()) == VISITS_UNCONFIRMED.most


def test_a_form_that_is_sent_many_times_counts_once(shop: Shop) -> None:
    bruno = _books(newcomer(shop))

    statuses = {bruno.confirms().status for _ in range(VISITS_UNCONFIRMED.most + 2)}

    assert statuses == {303}
    assert _books(newcomer(shop).says(email="other@example.com"), "2026-01-21").status == 303


def test_a_signed_in_client_holds_many_visits_and_not_the_diary(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.knows("ana")
    ana = client(shop, "ana")
    most = type(VISITS_OF_ONE_CLIENT)(what="visits of one client", most=7, within=VISITS_OF_ONE_CLIENT.within)
    monkeypatch.setattr("trafftpkg.web.clients.VISITS_OF_ONE_CLIENT", most)

    days = [20, 21, 22, 23, 24, 27, 28, 29]
    statuses = [_books(ana, f"2026-01-{day}").status for day in days]

    assert statuses == [303] * 7 + [429]


@rule("R-14.3")
def test_nobody_is_told_to_open_a_letter_that_could_not_be_sent(shop: Shop) -> None:
    assert shop.mail is not None
    shop.mail.is_down = True

    bruno = _books(newcomer(shop))
    bruno.goes_to(bruno.led_to)

    bruno.is_told("You can ask for a sign-in link there.")
    bruno.is_not_told("We have sent you", "Otherwise your booking is cancelled")
    shop.now = "2026-01-05T14:00"
    shop.browser().get("/sign-in")
    assert shop.appointments()[0].status == "booked"


@rule("R-14.3")
def test_what_nobody_answered_for_is_given_up_by_the_page_itself(shop: Shop) -> None:
    bruno = _books(newcomer(shop))
    assert shop.mail is not None
    assert "by Mon 5 Jan 2026, 14:00" in shop.mail.letters[-1][2]
    assert bruno.goes_to(bruno.led_to).sees("Please open the link in our e-mail by Mon 5 Jan 2026, 14:00")
    assert bruno.sees("We have sent you a sign-in link.")

    shop.now = "2026-01-05T13:59"
    shop.browser().get("/sign-in")
    before = shop.appointments()[0].status
    shop.now = "2026-01-05T14:00"
    shop.browser().get("/sign-in")

    assert (before, shop.appointments()[0].status) == ("booked", "cancelled")


@rule("R-14.3")
def test_what_was_refused_and_waits_for_nothing_keeps_no_visit_from_being_given_up(shop: Shop) -> None:
    _books(newcomer(shop))
    door, bruno = shop.desk().door, shop.appointments()[0].client
    for key in ("web/refused", "web/refused-too"):
        door.wait_for(Waiting(key=key, client=bruno), datetime(2026, 1, 5, 12, tzinfo=UTC))

    shop.now = "2026-01-05T14:00"
    browser = shop.browser()
    for _ in range(2):
        browser.get("/sign-in")

    assert shop.appointments()[0].status == "cancelled"


@rule("R-14.3")
def test_who_opens_the_link_keeps_what_they_booked(shop: Shop) -> None:
    bruno = _books(newcomer(shop))
    assert shop.mail is not None
    bruno.goes_to(shop.mail.link()).presses("")

    shop.now = "2026-01-06T14:00"
    shop.browser().get("/sign-in")

    assert shop.appointments()[0].status == "booked"


def test_where_no_letter_goes_nothing_waits_for_an_answer(shop: Shop) -> None:
    shop.mail = None
    _books(newcomer(shop))

    shop.now = "2026-01-06T14:00"
    shop.browser().get("/sign-in")

    assert shop.appointments()[0].status == "booked"


@pytest.mark.parametrize("card", ["Choose Glow 10", "Choose First tide", "Book Atlantic facial"])
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_into_a_field_is_no_defect_and_books_nothing(
    shop: Shop, card: str, odd: str
) -> None:
    browser = shop.browser()
    path = browser.get("/").link(card)
    fields = {
        **browser.get(path).fields(),
        "name": "Bruno",
        "email": "bruno@example.com",
        "method": "on-site",
    }
    names = sorted(
        {
            *fields,
            "go",
            "part",
            "payer",
            "told",
            "request",
            "rows-0",
            "v0-1-time",
            "v0-1-day",
            "v0-1-employee",
        }
        - {"csrf"}
    )

    # Each field meets each button, and each odd text: not all three together, of which there are thousands.
    for place, name in enumerate(names, start=ODD.index(odd)):
        go = ("times", "summary", "buy")[place % 3]
        assert browser.post(path, {**fields, "go": go, name: odd}).status < 500
    assert browser.post(path, {**fields, "csrf": odd}).status == 403
    assert shop.entries() == 0


@pytest.mark.parametrize("card", ["Choose First tide", "Book Atlantic facial"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
def test_a_time_at_the_end_of_the_calendar_is_no_defect_in_any_part_of_the_form(
    shop: Shop, card: str, moment: str
) -> None:
    bruno = newcomer(shop).opens(card).pays("on-site").at("12:00").reviews_well()
    forged = {"v0-1-time": f"{moment}|ines|chiado", "rows-0": "2"}
    fields = {**bruno.form.fields(), **BRUNO, **forged}

    for go in ("times", "summary", "buy", f"week.v0-1.{moment[:10]}", f"day.v0-1.{moment[:10]}"):
        for part in ("v0-1-times", "v0-2-times", "choice"):
            assert bruno.browser.post(bruno.path, {**fields, "go": go}, hx_target=part).status < 500
    assert shop.entries() == 0


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_when_signing_in_is_no_defect_and_mails_nothing(shop: Shop, odd: str) -> None:
    shop.knows("ana")
    browser = shop.browser()
    link = shop.link_for("ana")
    for path in ("/sign-in", f"/sign-in?next={quote(odd[:500])}", link):
        fields = browser.get(path).fields()
        for name in sorted({*fields, "email", "next", "go"} - {"csrf"}):
            assert browser.post("/sign-in", {**fields, name: odd}).status < 500
            assert browser.get(f"/sign-in/{quote(odd, safe='')}").status in (404, 410, 414)
        assert browser.post(path, {**fields, "csrf": odd}).status == 403

    assert shop.mail is not None
    assert shop.mail.letters == []
    assert browser.get("/account").status == 303


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_when_cancelling_or_moving_is_no_defect_and_changes_nothing(
    shop: Shop, odd: str
) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.books("facial", for_="ana", at="2026-01-20T10:00")
    browser, before = shop.signed_in("ana"), shop.entries()
    for link in ("Cancel Atlantic facial", "Move Atlantic facial"):
        path = browser.get("/account").link(link)
        fields = browser.get(path).fields()
        for name in sorted({*fields, "told", "request", "v0-1-day", "v0-1-time"} - {"csrf"}):
            assert browser.post(path, {**fields, "told": "", "go": "buy", name: odd}).status < 500
        assert browser.post(path, {**fields, "csrf": odd}).status == 403
        assert browser.post(path.replace("appointments/", f"appointments/x{quote(odd)}"), fields).status < 500

    assert shop.entries() == before
