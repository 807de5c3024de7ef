"""What every outbox promises, in a file and in a database."""

from datetime import UTC, datetime, timedelta

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.outbox import Letter, LetterMark
from trafftpkg.domain.value import replace
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.outbox import TableOutbox

ANA, BOB = ClientKey("c1a2b3"), ClientKey("c9f8e7")
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
BEGUN = LetterMark(seq=4, hash="4" * 64)
MOVED = LetterMark(seq=6, hash="6" * 64)


def letter(key: str, client: ClientKey = ANA, *, minute: int = 0, kind: LetterKind = "booking") -> Letter:
    """Return a letter that is due some minutes after nine."""
    due_at = NINE + timedelta(minutes=minute)
    return Letter(
        key=key,
        kind=kind,
        client=client,
        about=AppointmentId("apt-1"),
        seq=None if kind == "unpaid" else 5,
        due_at=due_at,
        next_at=due_at,
    )


def after(minutes: float) -> datetime:
    """Return a moment some minutes after nine."""
    return NINE + timedelta(minutes=minutes)


class OutboxContract:
    """The tests; a subclass gives the fixtures `outbox` and `book`."""

    def test_an_outbox_in_which_nothing_was_put_is_empty(self, outbox: TableOutbox) -> None:
        assert (outbox.mark(), outbox.letters(), outbox.known(["a"])) == (None, [], set())
        assert outbox.take(NINE, after(10)) is None

    def test_letters_go_in_with_the_mark_or_not_at_all(self, outbox: TableOutbox) -> None:
        assert outbox.take_in([], None, BEGUN)
        assert outbox.take_in([letter("a")], BEGUN, MOVED)

        assert not outbox.take_in([letter("b")], BEGUN, MOVED)
        assert not outbox.take_in([letter("b")], None, MOVED)
        assert not outbox.take_in([letter("b")], replace(MOVED, hash="5" * 64), MOVED)
        assert (outbox.mark(), outbox.letters()) == (MOVED, [letter("a")])

    def test_a_letter_is_put_in_once_by_its_key(self, outbox: TableOutbox) -> None:
        assert outbox.add([letter("a"), letter("b")]) == 2

        assert outbox.add([letter("b", BOB), letter("c")]) == 1

        assert outbox.known(["a", "b", "c", "d"]) == {"a", "b", "c"}
        assert [each.client for each in outbox.letters()] == [ANA, ANA, ANA]

    def test_the_letter_that_has_waited_longest_is_taken_first_and_by_one_only(
        self, outbox: TableOutbox
    ) -> None:
        outbox.add([letter("c", minute=2), letter("b", minute=1), letter("a", minute=1)])

        taken = [outbox.take(after(2), after(12)) for _ in range(4)]

        assert [each and each.key for each in taken] == ["a", "b", "c", None]

    def test_a_letter_is_not_taken_before_it_is_due(self, outbox: TableOutbox) -> None:
        outbox.add([letter("a", minute=5)])

        assert outbox.take(after(4.9), after(14)) is None
        assert outbox.take(after(5), after(15)) == letter("a", minute=5)

    def test_what_a_sender_who_died_had_in_hand_is_taken_again(self, outbox: TableOutbox) -> None:
        outbox.add([letter("a")])
        outbox.take(NINE, after(10))

        assert outbox.take(after(9.9), after(20)) is None
        again = outbox.take(after(10), after(20))

        assert again is not None
        assert (again.key, again.tries) == ("a", 1)

    def test_what_has_ended_is_never_taken_again(self, outbox: TableOutbox) -> None:
        outbox.add([letter(each) for each in "abc"])
        for status in ("sent", "failed", "dropped"):
            taken = outbox.take(NINE, after(10))
            assert taken is not None
            outbox.end(taken, status, after(1), None if status == "sent" else "refused", "550 no")

        assert outbox.take(after(60), after(70)) is None
        assert outbox.add([letter("a")]) == 0
        assert [(each.status, each.ended_at, each.trouble, each.said) for each in outbox.letters()] == [
            ("sent", after(1), None, "550 no"),
            ("failed", after(1), "refused", "550 no"),
            ("dropped", after(1), "refused", "550 no"),
        ]

    def test_a_letter_put_back_waits_until_its_moment_and_says_why(self, outbox: TableOutbox) -> None:
        outbox.add([letter("a")])
        taken = outbox.take(NINE, after(10))
        assert taken is not None

        outbox.postpone(replace(taken, tries=1), after(30), "refused_for_now", "450 later")

        assert outbox.take(after(29), after(39)) is None
        again = outbox.take(after(30), after(40))
        assert again is not None
        assert (again.tries, again.trouble, again.said) == (1, "refused_for_now", "450 later")

    def test_while_sending_pauses_nobody_takes_a_letter_and_a_letter_sent_ends_it(
        self, outbox: TableOutbox
    ) -> None:
        outbox.take_in([letter("a"), letter("b")], None, BEGUN)
        outbox.rest(after(5))
        outbox.rest(after(10))

        assert outbox.mark() == replace(BEGUN, rest_until=after(10), rests=2)
        assert outbox.take(after(9), after(19)) is None
        taken = outbox.take(after(10), after(20))
        assert taken is not None
        outbox.end(taken, "sent", after(10))

        assert outbox.mark() == BEGUN
        assert outbox.take_in([], replace(BEGUN, rests=3), MOVED)

    def test_an_erased_client_has_no_letters_under_any_name(
        self, outbox: TableOutbox, book: TableClientBook
    ) -> None:
        book.add_all([Client(key=ANA, handle="ana"), Client(key=BOB, handle="bob")])
        book.add(Client(key=ClientKey("c3"), handle="eve"))
        outbox.add([letter("a"), letter("b", BOB), letter("c", ClientKey("c3"))])
        taken = outbox.take(NINE, after(10))
        assert taken is not None
        outbox.end(taken, "failed", after(1), "refused", "550 ana@example.com: no such mailbox")
        book.merge(ANA, BOB, 7)

        book.erase(ANA, [])
        outbox.end(taken, "sent", after(2))

        assert [each.client for each in outbox.letters()] == ["c3"]

    def test_a_rest_can_be_ended_by_hand_and_the_next_is_longer_all_the_same(
        self, outbox: TableOutbox
    ) -> None:
        outbox.go_on()
        outbox.take_in([letter("a")], None, BEGUN)
        outbox.rest(after(60))

        outbox.go_on()

        assert outbox.mark() == replace(BEGUN, rests=1)
        assert outbox.take(NINE, after(10)) is not None

    def test_who_wants_no_reminders_is_noted_until_they_want_them_again_or_are_erased(
        self, outbox: TableOutbox, book: TableClientBook
    ) -> None:
        book.add_all([Client(key=ANA, handle="ana"), Client(key=BOB, handle="bob")])
        for client in (ANA, ANA, BOB):
            outbox.stop(client)
        assert outbox.has_stopped(ANA)

        outbox.resume(ANA)
        book.erase(BOB, [])

        assert not outbox.has_stopped(ANA)
        assert not outbox.has_stopped(BOB)

    def test_who_wants_no_reminders_wants_none_once_they_are_another(
        self, outbox: TableOutbox, book: TableClientBook
    ) -> None:
        book.add_all([Client(key=ANA, handle="ana"), Client(key=BOB, handle="bob")])
        outbox.stop(BOB)

        book.merge(ANA, BOB, 7)

        assert outbox.has_stopped(ANA)

    def test_letters_of_an_entry_are_withdrawn_unless_they_were_sent(self, outbox: TableOutbox) -> None:
        failed = replace(letter("d"), status="failed", trouble="refused")
        outbox.add([letter("a"), letter("b"), letter("c", kind="unpaid", minute=1), failed])
        taken = outbox.take(NINE, after(10))
        assert taken is not None
        outbox.end(taken, "sent", after(1))

        outbox.withdraw([5, 6])

        assert [each.key for each in outbox.letters()] == ["a", "c"]

    def test_letters_that_were_not_sent_wait_again_as_if_they_were_due_now(self, outbox: TableOutbox) -> None:
        failed = replace(
            letter("a"), status="failed", trouble="refused", said="550 no", tries=3, ended_at=after(2)
        )
        others = [letter("b"), replace(failed, key="c", status="sent")]
        elsewhere = replace(failed, key="d", due_at=after(1), about=AppointmentId("apt-2"))
        outbox.add([failed, *others, elsewhere])
        again = letter("a", minute=9)

        assert outbox.renew("apt-1", after(9), dry_run=True) == [again]
        assert outbox.letters(["failed"]) == [failed, elsewhere]
        assert outbox.renew("apt-1", after(9)) == [again]
        assert outbox.renew("apt-1", after(9)) == []
        assert outbox.letters() == [*others, elsewhere, again]

    def test_what_ended_long_ago_is_forgotten_but_for_what_may_still_be_owed(
        self, outbox: TableOutbox
    ) -> None:
        outbox.add([letter("a"), letter("b"), letter("c", kind="unpaid"), letter("d", minute=1)])
        for _ in range(3):
            taken = outbox.take(NINE, after(10))
            assert taken is not None
            outbox.end(taken, "sent", after(1))

        outbox.forget(after(1))
        assert len(outbox.letters()) == 4
        outbox.forget(after(2))

        assert [each.key for each in outbox.letters()] == ["c", "d"]

    def test_of_many_letters_the_latest_are_told_in_order(self, outbox: TableOutbox) -> None:
        outbox.add([letter(each, minute=n) for n, each in enumerate("abcd")])
        outbox.add([replace(letter("e", minute=9), about=PurchaseId("pur-1"), status="failed")])

        assert [each.key for each in outbox.letters(limit=2)] == ["d", "e"]
        assert [each.key for each in outbox.letters(["waiting"], 2)] == ["c", "d"]
        assert [each.key for each in outbox.letters(["failed", "sent"])] == ["e"]
        outbox.add([letter("f", BOB), letter("g", BOB, minute=1)])
        assert [each.key for each in outbox.letters(client=BOB)] == ["f", "g"]
        assert [each.key for each in outbox.letters(["waiting"], 1, BOB)] == ["g"]
