"""R-16.4: reminders by letter, each once."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.letters.outgoing import Post
from tests.rules import rule
from trafftpkg.engine.requests.import_balance import ImportBalance
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.reschedule import RescheduleAppointment


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A business that has just begun to send letters, with Ana."""
    post = Post(tmp_path)
    post.shop.knows("ana")
    post.shop.sells("quiet-afternoon", to="ana", method="cash")
    post.begins()
    return post


def reminded(post: Post, at: str) -> list[str]:
    """Return what the night job sends at a moment."""
    before = len(post.mail.facts)
    post.goes(at, reminding=True)
    return [each for each in post.mail.kinds()[before:] if each.split()[0] in post.reminders]


@rule("R-16.4")
def test_a_visit_is_reminded_of_once_and_again_after_it_was_moved(post: Post) -> None:
    visit = post.shop.books("massage", for_="ana", at="2026-01-20T10:00", employee="ines")

    assert reminded(post, "2026-01-19T02:00") == ["tomorrow to ana"]
    told = post.mail.facts[-1]
    assert ([each.appointment.id for each in told.visits], told.is_reminder) == ([visit.id], True)
    assert told.visits[0].numbers
    assert reminded(post, "2026-01-20T02:00") == []


@rule("R-16.4")
def test_a_reminder_that_waited_until_it_was_not_so_any_more_is_dropped(post: Post) -> None:
    post.shop.books("massage", for_="ana", at="2026-01-20T10:00", employee="ines")
    post.goes()
    post.shop.now = "2026-01-19T02:00"
    post.collecting().remind()
    post.shop.does(RescheduleAppointment(appointment="apt-1", at=datetime.fromisoformat("2026-01-22T10:00")))
    post.goes()

    assert post.mail.kinds() == ["booking to ana", "move to ana"]
    assert "tomorrow dropped (no_longer_due)" in post.told()


@rule("R-16.4")
def test_a_reminder_that_waited_until_its_client_was_merged_goes_to_who_was_kept(post: Post) -> None:
    post.shop.knows("eve")
    post.shop.now = "2026-03-04T02:00"
    post.collecting().remind()
    post.shop.does(MergeClients(kept="eve", merged="ana", confirmed=True))
    post.goes()

    assert post.mail.kinds() == ["expiring to eve"]
    (told,) = post.mail.facts[-1].purchases
    assert (told.purchase.id, told.asked, told.owned) == ("pur-1", True, True)


@rule("R-16.4")
def test_who_stopped_reminders_gets_none_that_waited_for_whom_was_merged_into_them(post: Post) -> None:
    eve = post.shop.knows("eve")
    post.shop.desk().outbox.stop(eve)
    post.shop.now = "2026-03-04T02:00"
    post.collecting().remind()
    post.shop.does(MergeClients(kept="eve", merged="ana", confirmed=True))
    post.goes()

    assert post.told() == ["expiring dropped (stopped)"]


@rule("R-16.4")
def test_units_that_lapse_soon_are_told_of_once(post: Post) -> None:
    nights = ["2026-03-01T02:00", "2026-03-03T02:00", "2026-03-04T02:00", "2026-03-20T02:00"]

    assert [reminded(post, each) for each in nights] == [[], ["expiring to ana"], [], []]


@rule("R-16.4")
def test_who_has_just_got_what_lapses_soon_is_not_reminded_at_once(post: Post) -> None:
    post.shop.knows("bob")
    last_day = date(2026, 1, 15)
    post.shop.does(
        ImportBalance(client="bob", package="glow-10", reference="A", granted=10, last_day=last_day)
    )

    nights = ["2026-01-05T11:00", "2026-01-10T02:00", "2026-01-11T02:00", "2026-01-12T02:00"]

    assert [reminded(post, each) for each in nights] == [[], [], ["expiring to bob"], []]


@rule("R-16.4")
def test_a_used_up_package_is_told_of_once_its_last_visit_has_begun(post: Post) -> None:
    for day in (12, 13, 14):
        post.shop.books("massage", for_="ana", at=f"2026-01-{day}T10:00", employee="ines")
    post.reminders = ("used-up", "expiring", "unpaid")

    assert reminded(post, "2026-01-14T02:00") == []
    assert reminded(post, "2026-01-15T02:00") == ["used-up to ana"]
    assert reminded(post, "2026-01-16T02:00") == []


@rule("R-16.4")
def test_who_has_to_pay_is_asked_two_days_before_the_sale_is_given_up_and_not_once_it_is_paid(
    post: Post,
) -> None:
    post.shop.knows("bob")
    post.shop.sells("glow-10", to="bob", pay="none")
    post.shop.sells("glow-10", to="ana", pay="none")

    by = post.shop.purchases()[-1].pay_by
    assert by is not None
    assert reminded(post, "2026-01-06T02:00") == []
    post.shop.now = f"{by:%Y-%m-}{by.day - 2:02}T{by:%H:%M}"
    post.collecting().remind()
    post.shop.does(ReceivePayment(thing="pur-2", amount=None, method="card"))

    assert reminded(post, post.shop.now) == ["unpaid to ana"]
    assert "unpaid dropped (no_longer_due)" in post.told()


@rule("R-16.4")
def test_what_was_to_be_paid_on_site_is_asked_for_two_days_after_the_visit(post: Post) -> None:
    post.shop.books("massage", for_="ana", at="2026-01-12T10:00", employee="ines", without_package=True)

    assert [reminded(post, f"2026-01-{day}T10:00") for day in (12, 13, 14, 15)] == [
        [],
        [],
        ["unpaid to ana"],
        [],
    ]


@rule("R-16.1")
def test_what_was_owed_before_letters_began_is_not_asked_for(tmp_path: Path) -> None:
    post = Post(tmp_path)
    post.shop.knows("ana")
    post.shop.books("massage", for_="ana", at="2026-01-12T10:00", employee="ines", without_package=True)
    post.shop.now = "2026-01-20T10:00"
    post.begins()

    assert reminded(post, "2026-01-21T02:00") == []
    assert post.told() == ["unpaid dropped (before_letters)"]


@rule("R-16.4")
def test_a_client_who_stopped_reminders_gets_news_and_no_reminder(post: Post) -> None:
    ana = post.shop.desk().clients.find("ana")
    assert ana is not None
    post.shop.desk().outbox.stop(ana.key)
    post.shop.books("massage", for_="ana", at="2026-01-20T10:00", employee="ines")
    post.goes()

    post.goes("2026-01-19T02:00", reminding=True)

    assert (post.mail.kinds(), post.told()) == (
        ["booking to ana"],
        ["booking sent", "tomorrow dropped (stopped)"],
    )


@rule("R-16.4")
def test_a_business_chooses_which_reminders_it_sends(post: Post) -> None:
    post.reminders = ("expiring",)
    post.shop.books("massage", for_="ana", at="2026-01-20T10:00", employee="ines")

    assert reminded(post, "2026-01-19T02:00") == []
    assert reminded(post, "2026-03-04T02:00") == ["expiring to ana"]


def test_what_would_be_sent_is_told_without_writing_anything(post: Post) -> None:
    post.shop.books("massage", for_="ana", at="2026-01-20T10:00", employee="ines")
    post.shop.now = "2026-01-19T02:00"
    before = (post.shop.folder / "ledger.jsonl.clients").read_bytes()

    foreseen = [each.kind for each in post.collecting().foreseen()]

    assert foreseen == ["booking", "tomorrow"]
    assert (post.shop.folder / "ledger.jsonl.clients").read_bytes() == before
