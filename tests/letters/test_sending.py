"""R-16.6: letters on their way: a server that is down, refusals, and a letter sent again."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.letters.outgoing import Post
from tests.rules import rule
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.letters.sending import IN_HAND, rest_after, wait_after
from trafftpkg.letters.smtp import Delivery

DOWN = Delivery(fate="server_down", said="connection refused")
LATER = Delivery(fate="refused_for_now", said="450 try again")
NEVER = Delivery(fate="refused", said="550 no such mailbox")
TAKEN = Delivery(fate="taken")


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A business with two letters that wait: Ana's and Bob's."""
    post = Post(tmp_path)
    for name in ("ana", "bob"):
        post.shop.knows(name)
        post.shop.sells("glow-10", to=name)
    post.begins()
    post.shop.books("facial", for_="ana", at="2026-01-22T10:00")
    post.shop.books("facial", for_="bob", at="2026-01-23T10:00")
    return post


@rule("R-16.6")
def test_a_server_that_is_down_is_asked_less_and_less_and_no_letter_is_lost(post: Post) -> None:
    post.mail.says = DOWN
    report = post.goes()
    assert (report.sent, report.postponed, report.server_said) == (0, 1, "connection refused")

    rests = []
    for _ in range(8):
        began, rested = post.shop.desk().read_clock(), post.shop.desk().outbox.mark()
        assert rested is not None
        assert rested.rest_until is not None
        rests.append((rested.rest_until - began) // timedelta(minutes=1))
        assert post.goes(post.after(seconds=59.9)).postponed == 0
        assert post.goes(f"{rested.rest_until:%Y-%m-%dT%H:%M}").postponed == 1
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert post.told() == ["booking waiting (server_down)", "booking waiting"]

    post.mail.says = TAKEN
    assert post.goes(post.after(hours=1)).sent == 2
    assert post.goes(post.after(hours=1)).sent == 0


@rule("R-16.6")
def test_an_address_refused_for_good_fails_and_the_others_go_on(post: Post) -> None:
    post.mail.says = NEVER
    assert post.goes().failed == 2

    (letter, _) = post.outbox()
    assert (letter.status, letter.trouble, letter.said) == ("failed", "refused", "550 no such mailbox")
    post.mail.says = TAKEN
    assert post.goes(post.after(days=1)).sent == 0


@rule("R-16.6")
def test_a_letter_refused_for_now_is_tried_for_five_days_with_growing_waits(post: Post) -> None:
    post.mail.says = LATER
    tries = 0
    post.collecting().collect()
    while waiting := post.shop.desk().outbox.letters(["waiting"]):
        report = post.goes(f"{max(each.next_at for each in waiting):%Y-%m-%dT%H:%M}")
        tries += report.postponed + report.failed

    assert post.told() == ["booking failed (given_up)"] * 2
    assert tries == 2 * 16


@rule("R-16.6")
def test_news_that_could_not_be_sent_for_five_days_is_not_sent_any_more(post: Post) -> None:
    assert post.goes(post.after(days=5)).sent == 2

    post.shop.sells("glow-10", to="ana")
    report = post.goes(post.after(days=5, minutes=1))

    assert (report.sent, report.failed) == (0, 1)
    assert post.told()[-1] == "purchase failed (given_up)"


@rule("R-16.6")
def test_a_letter_that_was_in_hand_when_its_sender_was_killed_is_sent_again_as_the_same(post: Post) -> None:
    post.collecting().collect()
    outbox, now = post.shop.desk().outbox, post.shop.desk().read_clock()
    taken = outbox.take(now, now + IN_HAND)
    assert taken is not None

    assert post.goes(post.after(minutes=9)).sent == 1
    assert post.goes(post.after(minutes=1)).sent == 1
    first, second = (name for _, name in post.mail.taken)
    assert first != second
    assert {each.split("@")[1] for each in (first, second)} == {"marealta.example>"}


def test_a_letter_has_the_same_name_whenever_it_is_sent(post: Post) -> None:
    book = post.shop.folder / "ledger.jsonl.clients"
    post.collecting().collect()
    waiting = book.read_bytes()
    post.goes()
    book.write_bytes(waiting)  # as where an older copy was put in its place
    post.goes()

    names = [name for _, name in post.mail.taken]
    assert names[:2] == names[2:]


def test_a_letter_that_kills_its_senders_is_given_up_in_the_end(post: Post) -> None:
    post.collecting().collect()
    outbox, now = post.shop.desk().outbox, post.shop.desk().read_clock()
    for _ in range(30):
        assert outbox.take(now, now) is not None
    post.goes()

    assert sorted(post.told()) == ["booking failed (given_up)", "booking sent"]


@rule("R-16.6")
def test_the_business_gets_a_copy_of_news_where_it_wants_them(post: Post) -> None:
    post.goes()
    post.goes("2026-01-21T02:00", reminding=True)
    assert post.mail.copies == ["ola@marealta.example"] * 2

    post.copies = False
    post.shop.books("facial", for_="ana", at="2026-01-26T10:00")
    post.goes()
    assert len(post.mail.copies) == 2


def test_a_sealed_ledger_sends_no_letters_and_the_one_it_moved_to_sends_them(
    post: Post, tmp_path: Path
) -> None:
    post.shop.desk().copy_to(str(tmp_path / "elsewhere.jsonl"))

    with pytest.raises(LedgerSealedError):
        post.goes()
    post.shop.ledger = str(tmp_path / "elsewhere.jsonl")

    assert post.goes().sent == 2


def test_waits_grow_and_have_an_end() -> None:
    assert [wait_after(n).total_seconds() // 60 for n in (1, 2, 3, 4, 5, 6, 99)] == [
        5,
        15,
        45,
        135,
        405,
        720,
        720,
    ]
    assert [rest_after(n).total_seconds() // 60 for n in (0, 1, 5, 6, 99)] == [1, 2, 32, 60, 60]
