"""The page on a ledger in PostgreSQL: several servers, one business."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from tests.rules import rule
from tests.stores.postgres.server import Server, begun, running
from tests.web.shop import Shop, time_of
from tests.web.visitor import newcomer
from trafftpkg.engine.kept_texts import changed_texts
from trafftpkg.engine.questions.show import ShowPurchase
from trafftpkg.engine.requests.cancel import CancelAppointment

_FRESH = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server for all stories here."""
    with running() as server:
        yield server


@pytest.fixture
def address(server: Server) -> str:
    """The address of a ledger in which nothing is recorded."""
    return begun(server.address(f"page_{next(_FRESH)}"))


@pytest.fixture
def shops(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Shop]:
    """Two servers, each in a folder of its own, on one ledger."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    return [Shop(folder, address) for folder in folders]


def test_of_two_servers_clients_one_gets_the_last_place(shops: list[Shop]) -> None:
    visitors = [
        newcomer(shop).says(email=f"c{number}@example.com").opens("Choose First tide").at("12:00")
        for number, shop in enumerate(shops)
    ]
    for each in visitors:
        each.pays("bank-transfer").reviews_well()
    clicks = [Thread(target=each.confirms) for each in visitors]

    for click in clicks:
        click.start()
    for click in clicks:
        click.join()

    assert sorted(each.status for each in visitors) == [303, 409]
    assert len(shops[0].purchases()) == 1


def test_a_link_of_one_server_is_used_up_at_the_other(shops: list[Shop]) -> None:
    one, other = shops
    one.knows("ana")
    link = one.link_for("ana")
    browser = other.browser()

    assert browser.send(browser.get(link), link).status == 303
    assert browser.get("/account").status == 200
    assert one.browser().get(link).status == 410


def test_a_session_of_one_server_holds_at_the_other(shops: list[Shop]) -> None:
    one, other = shops
    one.knows("eva")
    browser = one.signed_in("eva")

    assert other.browser(cookies=browser.cookies).get("/account").status == 200


def test_when_the_ledger_moves_clients_stay_signed_in_and_links_go_on_working(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    shop = Shop(tmp_path / "before")
    shop.knows("ana")
    browser = shop.signed_in("ana")
    shop.sells("glow-10", to="ana")
    link, seen = shop.link_for("ana"), browser.get("/account/packages")
    with running() as server:
        address = begun(server.address("moved"))

        shop.desk().copy_to(address)

        moved = Shop(tmp_path / "after", address)
        assert moved.browser(cookies=browser.cookies).get("/account/packages").words == seen.words
        other = moved.browser()
        assert other.send(other.get(link), link).status == 303


def test_the_account_on_postgres_shows_what_was_bought(shops: list[Shop]) -> None:
    shop = shops[0]
    shop.knows("mia")
    shop.sells("glow-10", to="mia")
    shop.books("facial", for_="mia", at="2026-01-20T10:00")

    words = shop.signed_in("mia").get("/account/packages").words

    assert "Glow 10 Active" in words
    assert "Atlantic facial 5 visits" in words


def test_what_was_done_at_one_server_is_seen_at_once_at_the_other(shops: list[Shop]) -> None:
    one, other = shops
    one.knows("rui")
    browser = one.signed_in("rui")
    at_other = other.browser(cookies=browser.cookies)
    before = [each.get("/account").words for each in (browser, at_other)]

    booked = one.books("facial", for_="rui", at="2026-01-27T10:00", without_package=True)
    after = [each.get("/account").words for each in (browser, at_other)]
    other.does(CancelAppointment(appointment=booked.id, by="business"))

    assert all("You have no visits booked." in each for each in before)
    assert all("Tue 27 Jan 2026, 10:00" in each for each in after)
    assert "You have no visits booked." in browser.get("/account").words


def test_a_time_that_is_taken_at_one_server_is_soon_not_offered_at_the_other(
    shops: list[Shop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trafftpkg.web.backend.LAST_CHANGE_KEPT", 0)
    one, other = shops
    one.knows("ivo")
    browser = other.browser()
    path = browser.get("/").link("Book Sleep coaching")
    first = time_of(browser.get(path), "v0-1", "")

    one.books("coaching", for_="ivo", at=first.split("|")[0], without_package=True)

    assert time_of(browser.get(path), "v0-1", "") != first


def test_a_new_name_is_seen_at_once(shops: list[Shop]) -> None:
    one, other = shops
    one.knows("lia")
    browser = other.browser(cookies=one.signed_in("lia").cookies)
    before = browser.get("/account").words
    lia = one.desk().clients.find("lia")
    assert lia is not None

    one.desk().clients.change(replace(lia, name="Lia Prado"))

    assert "Lia Prado" not in before
    assert "Lia Prado" in browser.get("/account").words


@rule("R-14.3")
def test_visits_that_nobody_confirmed_lapse_whichever_server_is_asked(shops: list[Shop]) -> None:
    one, other = shops
    booked = []
    for who, time in (("zoe", "12:00"), ("teo", "")):
        visitor = newcomer(one).says(name=who.capitalize(), email=f"{who}@example.com")
        visitor.opens("Book Atlantic facial").at(time, day="2026-01-20").reviews_well()
        assert visitor.confirms().status == 303
        booked.append(one.desk().clients.find(f"{who}@example.com"))
    assert one.mail is not None
    link = one.mail.link()
    browser = other.browser()
    browser.send(browser.get(link), link)

    other.now = "2026-01-05T14:00"
    passing = other.browser()
    for _ in range(4):  # A little is given up at once, and others wait too.
        passing.get("/sign-in")

    found = {each.client: each.status for each in other.appointments()}
    assert [found[each.key] for each in booked if each is not None] == ["cancelled", "booked"]


@rule("R-14.9", "R-1.24")
def test_what_was_shown_before_buying_is_kept_on_every_server(shops: list[Shop]) -> None:
    one, other = shops
    one.now = other.now = "2026-01-08T10:00"
    quim = newcomer(one).says(name="Quim", email="quim@example.com").opens("Choose Glow 10").pays("on-site")
    assert quim.reviews_well().confirms().status == 303

    desk = other.desk()
    shown = desk.inquiry.ask(ShowPurchase(purchase=other.purchases()[-1].id)).shown
    with desk.ledger.reading() as books:
        changed = list(changed_texts(books, desk.clients))

    assert shown is not None
    assert "for free until 24 hours before it begins" in shown
    assert changed == []
