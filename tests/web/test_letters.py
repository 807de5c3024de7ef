"""Letters sent by the page: beside it, after the answer, and never in a booking's way."""

import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.letters.mail_server import MailServer
from tests.rules import rule
from tests.web.shop import ADDRESS, Shop
from trafftpkg.domain.door import Waiting
from trafftpkg.domain.ids import ClientKey
from trafftpkg.languages.language import known_languages
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.smtp import mail_from
from trafftpkg.web import courier
from trafftpkg.web.backend import Backend
from trafftpkg.web.courier import Courier
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.secret_letters import welcome


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A business. Ana has glow-10."""
    shop = Shop(tmp_path)
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    return shop


@pytest.fixture
def settings(shop: Shop, server: MailServer) -> PageSettings:
    """A page that has just begun to send letters."""
    settings = PageSettings(
        backend=Backend(shop.desk()),
        folder=shop.folder / "catalog",
        address=ADDRESS,
        mail=mail_from(server.settings),
    )
    courier.collect(settings)
    return settings


def letters_to_ana(server: MailServer, count: int) -> list[EmailMessage]:
    """Return the letters that Ana has, once there are so many."""
    until(lambda: server.recipients().count("ana@example.com") >= count)
    return [each.letter for each in server.taken if each.to == "ana@example.com"]


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(300):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError


@rule("R-16.6")
def test_the_page_sends_what_was_booked_whoever_booked_it_and_again_after_the_server_was_down(
    shop: Shop, settings: PageSettings, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "LOOKED_EVERY", 0.05)
    monkeypatch.setattr(courier, "_AFTER_THE_ANSWER", 0.0)
    sending = Courier(settings)
    sending.start()
    shop.books("facial", for_="ana", at="2026-01-12T10:00")
    (letter,) = letters_to_ana(server, 1)

    server.goes_down()
    shop.books("facial", for_="ana", at="2026-01-13T10:00")
    until(lambda: settings.is_mail_resting(settings.backend.now()))
    server.comes_up()
    settings.backend.outbox.go_on()
    again = letters_to_ana(server, 2)
    sending.end()

    assert ADDRESS in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert len({each["Message-ID"] for each in again}) == 2


@rule("R-14.3")
def test_a_booking_waits_for_no_answer_to_a_letter_that_could_not_be_sent(
    shop: Shop, settings: PageSettings, server: MailServer
) -> None:
    door, ana = settings.backend.door, shop.desk().clients.find("ana")
    assert ana is not None
    names = Telling(settings.backend.catalogue(), known_languages().named("en"))
    now = settings.backend.now()
    for key in ("first", "second"):
        door.wait_for(Waiting(key=key, client=ana.key), now)

    welcome(settings, names, ana, now, "first")
    server.goes_down()
    welcome(settings, names, ana, now, "second")

    assert (door.waits("first"), door.waits("second")) == (True, False)


@rule("R-16.4")
def test_a_reminder_is_stopped_in_one_click_without_signing_in(shop: Shop) -> None:
    ana = _key_of("ana", shop)
    path = _stop_path(shop, ana)
    outbox = shop.desk().outbox

    browser = shop.browser()
    assert "Send me no more reminders" in browser.get(path).text
    assert not outbox.has_stopped(ana)
    answer = browser.post(path, {"List-Unsubscribe": "One-Click"})

    assert (answer.status, outbox.has_stopped(ana)) == (200, True)
    assert browser.post(path, {}).headers["location"] == path
    assert "You get no more reminders" in browser.get(path).text
    assert "Send me no more" not in browser.get(path).text


def test_more_than_any_program_sends_is_not_read_to_stop_reminders(shop: Shop) -> None:
    path = _stop_path(shop, _key_of("ana", shop))

    assert shop.browser().post(path, b"x" * 70_000).status == 413


def test_nobody_stops_the_reminders_of_another(shop: Shop) -> None:
    ana = _key_of("ana", shop)
    forged = _stop_path(shop, ana)[:-3] + "xyz"

    browser = shop.browser()

    assert browser.get(forged).status == 404
    assert browser.post(forged, {"List-Unsubscribe": "One-Click"}).status == 404
    assert not shop.desk().outbox.has_stopped(ana)


def _key_of(handle: str, shop: Shop) -> ClientKey:
    client = shop.desk().clients.find(handle)
    assert client is not None
    return client.key


def _stop_path(shop: Shop, client: ClientKey) -> str:
    settings = PageSettings(backend=Backend(shop.desk()), folder=shop.folder / "catalog", address=ADDRESS)
    return settings.addresses.stop(client)
