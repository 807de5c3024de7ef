"""What the engine may expect of every ledger: each sentence of the ports, held against a store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.stores.samples import (
    ANA,
    EVE,
    LENA,
    MIRA,
    OPENING,
    blocked,
    booked,
    cancelled,
    draft,
    frozen,
    merged,
    moment,
    paid,
    sale,
    shared,
    sold,
    unblocked,
    unshared,
)
from trafftpkg.domain.balance import Holding
from trafftpkg.domain.block import Block
from trafftpkg.domain.entry import Draft, Entry
from trafftpkg.domain.errors.naming import ClientExistsError
from trafftpkg.domain.events.ending import PurchaseLapsed
from trafftpkg.domain.events.ledger import LedgerSealed
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import AppointmentId, BlockId, ClientKey, PackageId, PurchaseId
from trafftpkg.domain.moments import Span, start_of
from trafftpkg.domain.purchase import KINDS, MovementKind
from trafftpkg.engine.ports import Books, Ledger
from trafftpkg.engine.scope import Scope

EVERYTHING = Scope(everything=True)
PUR_1 = PurchaseId("pur-1")
APT_1 = AppointmentId("apt-1")

RECEIVED: tuple[MovementKind, ...] = ("received",)
SOLD: tuple[MovementKind, ...] = ("sold",)


def record(ledger: Ledger, *drafts: Draft) -> list[Entry]:
    """Record drafts, opening the ledger where nothing is recorded yet."""
    with ledger.writing(EVERYTHING) as books:
        return books.append(drafts, OPENING)


class LedgerContract:
    """To be inherited by a test class with a fixture `ledger` that gives an empty one."""

    def test_a_ledger_with_nothing_recorded_has_neither_header_nor_head(self, ledger: Ledger) -> None:
        with ledger.reading() as books:
            assert books.header() is None
            assert books.head() is None
            assert (books.given("pur"), books.given("apt")) == (0, 0)
            assert books.purchases_of(ANA) == []
            assert books.seq_at(moment("2026-01-01T00:00")) == 0
            assert books.entry_with_key("k") is None

    def test_clients_are_whoever_has_a_purchase_or_an_appointment_each_once(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1, client=EVE), sale("2026-01-05T10:01", 2, client=EVE))
        visit = booked(1, "2026-01-20T10:00", purchase=None, client=ANA)
        record(ledger, draft("2026-01-05T10:02", visit, request="book", client=ANA))

        with ledger.reading() as books:
            assert list(books.clients()) == sorted((ANA, EVE))
            assert list(books.as_of(1).clients()) == [EVE]

    def test_the_first_entry_opens_the_ledger(self, ledger: Ledger) -> None:
        (entry,) = record(ledger, sale("2026-01-05T10:00", 1))

        with ledger.reading() as books:
            assert entry.seq == 1
            assert books.header() == OPENING

    def test_the_head_is_the_last_entry(self, ledger: Ledger) -> None:
        entries = record(ledger, sale("2026-01-05T10:00", 1), sale("2026-01-06T10:00", 2))

        with ledger.reading() as books:
            head = books.head()

        assert head is not None
        assert (head.seq, head.hash, head.at) == (2, entries[1].hash, moment("2026-01-06T10:00"))

    def test_what_was_appended_is_in_the_same_books_at_once(self, ledger: Ledger) -> None:
        with ledger.writing(EVERYTHING) as books:
            books.append([sale("2026-01-05T10:00", 1)], OPENING)
            books.append([draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00"))])

            purchase = books.thing(PUR_1)

        assert purchase is not None
        assert [hold.appointment for hold in purchase.holds] == ["apt-1"]

    def test_a_request_that_fails_leaves_no_trace(self, ledger: Ledger) -> None:
        with pytest.raises(ZeroDivisionError), ledger.writing(EVERYTHING):
            raise ZeroDivisionError

        with ledger.reading() as books:
            assert books.head() is None

    def test_appending_nothing_records_nothing(self, ledger: Ledger) -> None:
        assert record(ledger) == []

        with ledger.reading() as books:
            assert books.head() is None

    def test_open_books_do_not_see_what_is_recorded_meanwhile(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1))

        with ledger.reading() as books:
            books.head()
            record(ledger, sale("2026-01-06T10:00", 2))

            assert books.thing(PurchaseId("pur-2")) is None
            assert (books.given("pur"), books.given("apt")) == (1, 0)

    def test_a_purchase_comes_back_as_it_was_sold(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1))
        expected = sold(1).after(PUR_1, None, moment("2026-01-05T10:00"))
        expected = paid(1).after(PUR_1, expected, moment("2026-01-05T10:00"))

        with ledger.reading() as books:
            purchase = books.thing(PUR_1)

        assert purchase == expected
        assert purchase is not None
        assert str(purchase.paid) == "480.00"
        assert purchase.changes == ()

    def test_a_purchase_that_was_never_sold_is_none(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1))

        with ledger.reading() as books:
            assert books.thing(PurchaseId("pur-2")) is None
            assert books.thing(APT_1) is None

    def test_a_clients_purchases_come_in_the_order_bought(self, ledger: Ledger) -> None:
        record(ledger, *(sale("2026-01-05T10:00", n, EVE if n == 2 else ANA) for n in range(1, 12)))

        with ledger.reading() as books:
            found = [each.id for each in books.purchases_of(ANA)]

        assert found == [f"pur-{n}" for n in range(1, 12) if n != 2]

    def test_what_is_shared_with_a_client_is_found_now_and_as_of_then(self, ledger: Ledger) -> None:
        record(
            ledger,
            *(sale("2026-01-05T10:00", n) for n in (1, 2)),
            sale("2026-01-05T10:00", 3, EVE),
            *(draft("2026-01-06T10:00", shared(n, EVE), request="share") for n in (2, 1)),
            draft("2026-01-07T10:00", unshared(1, EVE), request="unshare"),
        )

        with ledger.reading() as books:
            now = moment("2026-01-08T10:00")
            theirs = [PurchaseFilter(client=EVE, shared=True), PurchaseFilter(client=EVE)]
            for seq, found in ((6, ["pur-2"]), (5, ["pur-1", "pur-2"]), (3, [])):
                then = books.as_of(seq)
                assert [each.id for each in then.shared_with(EVE)] == found
                assert [each.id for each in then.purchases_of(EVE)] == ["pur-3"]
                listed = [[each.id for each in then.purchases(which, now)] for which in theirs]
                assert listed == [[*found, "pur-3"], ["pur-3"]]
            assert [each.id for each in books.shared_with(EVE)] == ["pur-2"]
            assert books.shared_with(ANA) == []
            assert list(books.clients()) == sorted((ANA, EVE))

    def test_payments_are_found_by_their_reference(self, ledger: Ledger) -> None:
        long = "x" * 3_000
        for n, reference in enumerate(("ch_7", "ch_77", "CH_7", long, f"{long}y"), start=1):
            record(ledger, sale("2026-01-05T10:00", n))
            received = replace(paid(n, "1.00"), reference=reference)
            record(ledger, draft("2026-01-06T10:00", received, request="pay"))

        with ledger.reading() as books:
            now = moment("2026-01-08T10:00")
            for n, reference in enumerate(("ch_7", "ch_77", "CH_7", long, f"{long}y"), start=1):
                for then in (books, books.as_of(10)):
                    found = then.purchases(PurchaseFilter(reference=reference), now)
                    assert [each.id for each in found] == [f"pur-{n}"]
            assert list(books.as_of(1).purchases(PurchaseFilter(reference="ch_7"), now)) == []

    def test_purchases_are_chosen_by_status_as_of_the_moment_asked(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1), draft("2026-01-05T11:00", sold(2)))

        with ledger.reading() as books:
            before, after = moment("2026-07-05T21:59"), moment("2026-07-05T22:00")
            active = [each.id for each in books.purchases(PurchaseFilter(statuses=("active",)), before)]
            pending = [each.id for each in books.purchases(PurchaseFilter(statuses=("pending",)), before)]
            expired = [each.id for each in books.purchases(PurchaseFilter(statuses=("expired",)), after)]

        assert (active, pending, expired) == (["pur-1"], ["pur-2"], ["pur-1", "pur-2"])

    def test_a_purchase_is_frozen_on_the_days_of_the_business_that_were_recorded(
        self, ledger: Ledger
    ) -> None:
        record(ledger, sale("2026-01-05T10:00", 1), draft("2026-01-06T10:00", frozen(1), request="freeze"))
        wanted = PurchaseFilter(statuses=("frozen",))

        with ledger.reading() as books:
            found = [
                books.count(wanted, moment(at))
                for at in ("2026-01-31T22:59", "2026-01-31T23:00", "2026-02-10T22:59", "2026-02-10T23:00")
            ]

        assert found == [0, 1, 1, 0]

    def test_purchases_are_chosen_by_client_package_and_expiry(self, ledger: Ledger) -> None:
        record(
            ledger,
            draft("2026-01-05T10:00", sold(1, package="trial", expires_at="2026-02-01T00:00"), paid(1)),
            draft("2026-01-05T10:00", sold(2, EVE, package="trial", expires_at=None), paid(2)),
            draft("2026-01-05T10:00", sold(3, EVE, expires_at="2026-03-01T00:00"), paid(3)),
        )
        now = moment("2026-01-20T00:00")

        def ids(wanted: PurchaseFilter) -> list[str]:
            with ledger.reading() as books:
                found: list[str] = [each.id for each in books.purchases(wanted, now)]
                assert books.count(wanted, now) >= len(found)
                return found

        assert ids(PurchaseFilter(package=PackageId("trial"))) == ["pur-1", "pur-2"]
        assert ids(PurchaseFilter(client=EVE, package=PackageId("trial"))) == ["pur-2"]
        assert ids(PurchaseFilter(expiring_until=moment("2026-02-01T00:00"))) == ["pur-1"]
        assert ids(PurchaseFilter(sort="expires_at")) == ["pur-1", "pur-3", "pur-2"]
        assert ids(PurchaseFilter(sort="package")) == ["pur-3", "pur-1", "pur-2"]
        assert ids(PurchaseFilter(sort="expires_at", limit=2)) == ["pur-1", "pur-3"]

    def test_the_count_does_not_stop_at_the_limit(self, ledger: Ledger) -> None:
        record(ledger, *(sale("2026-01-05T10:00", n) for n in range(1, 5)))

        with ledger.reading() as books:
            assert books.count(PurchaseFilter(limit=2), moment("2026-01-06T00:00")) == 4

    def test_what_is_due_to_lapse_comes_sooner_expiry_first_and_goes_once_written_off(
        self, ledger: Ledger
    ) -> None:
        record(
            ledger,
            draft("2026-01-05T10:00", sold(1, expires_at="2026-03-02T00:00"), paid(1)),
            draft("2026-01-05T10:00", sold(2, expires_at="2026-03-01T00:00"), paid(2)),
            draft("2026-01-05T10:00", sold(3, expires_at="2026-03-03T00:00"), paid(3)),
        )
        now = moment("2026-03-02T00:00")
        with ledger.reading() as books:
            assert list(books.due_to_lapse(now)) == ["pur-2", "pur-1"]

        lapse = PurchaseLapsed(
            purchase=PurchaseId("pur-2"),
            units=10,
            value=Decimal("480.00"),
            lapsed_at=moment("2026-03-01T00:00"),
        )
        record(ledger, draft("2026-03-02T00:00", lapse, request="expire"))

        with ledger.reading() as books:
            assert list(books.due_to_lapse(now)) == ["pur-1"]

    def test_what_is_appended_goes_on_from_what_the_same_books_appended(self, ledger: Ledger) -> None:
        with ledger.writing(EVERYTHING) as books:
            first = books.append([draft("2026-01-05T10:00", sold(1), paid(1))], OPENING)
            second = books.append([draft("2026-01-05T10:00", sold(2), paid(2))], OPENING)
            head, numbers = books.head(), (books.given("pur"), books.given("apt"))

        assert [each.seq for each in (*first, *second)] == [1, 2]
        assert head is not None
        assert (head.seq, head.hash, numbers) == (2, second[0].hash, (2, 0))

    def test_more_than_a_page_of_purchases_is_due_and_may_be_written_off_on_the_way(
        self, ledger: Ledger
    ) -> None:
        record(ledger, *(draft("2026-01-05T10:00", sold(n), paid(n)) for n in range(1, 1203)))

        with ledger.writing(EVERYTHING) as books:
            found: list[PurchaseId] = []
            for purchase in books.due_to_lapse(moment("2026-08-01T00:00")):
                if not found:
                    lapse = PurchaseLapsed(
                        purchase=purchase, units=10, value=Decimal(0), lapsed_at=moment("2026-07-05T22:00")
                    )
                    books.append([draft("2026-08-01T00:00", lapse, request="expire")])
                found.append(purchase)

        assert found == [f"pur-{n}" for n in range(1, 1203)]

    def test_unpaid_purchases_come_when_their_time_to_pay_is_over_sooner_first(self, ledger: Ledger) -> None:
        record(
            ledger,
            draft("2026-01-05T10:00", sold(1, pay_by="2026-01-13T00:00")),
            draft("2026-01-05T10:00", sold(2, pay_by="2026-01-12T00:00")),
            draft("2026-01-05T10:00", sold(3, pay_by="2026-01-12T00:00"), paid(3)),
        )

        with ledger.reading() as books:
            assert list(books.unpaid_since(moment("2026-01-11T23:59"))) == []
            assert list(books.unpaid_since(moment("2026-01-12T00:00"))) == ["pur-2"]
            assert list(books.unpaid_since(moment("2026-01-13T00:00"))) == ["pur-2", "pur-1"]

    def test_unpaid_purchases_come_also_when_they_have_expired_since_until_that_is_written_down(
        self, ledger: Ledger
    ) -> None:
        ends = moment("2026-03-01T00:00")
        lapse = PurchaseLapsed(purchase=PurchaseId("pur-3"), units=10, value=Decimal("0.00"), lapsed_at=ends)
        *_, last = record(
            ledger,
            draft("2026-01-05T10:00", sold(1, expires_at="2026-03-01T00:00", pay_by="2026-03-01T00:00")),
            draft("2026-01-05T10:00", sold(2, expires_at="2026-03-01T00:00", pay_by="2026-03-01T00:01")),
            draft("2026-01-05T10:00", sold(3, expires_at="2026-03-01T00:00", pay_by="2026-01-12T00:00")),
            draft("2026-03-02T00:00", lapse, request="expire"),
        )

        with ledger.reading() as books:
            for found in (books, books.as_of(last.seq)):
                assert list(found.unpaid_since(moment("2026-06-01T00:00"))) == ["pur-1"]

    def test_appointments_are_chosen_by_who_what_where_and_when(self, ledger: Ledger) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00"), booked(2, "2026-01-19T10:00")),
            draft(
                "2026-01-06T10:00", booked(3, "2026-01-19T10:00", client=EVE, employee=LENA, purchase=None)
            ),
            draft("2026-01-07T10:00", cancelled(1)),
        )
        now = moment("2026-01-19T10:00")

        def ids(wanted: AppointmentFilter) -> list[str]:
            with ledger.reading() as books:
                return [each.id for each in books.appointments(wanted, now)]

        assert ids(AppointmentFilter()) == ["apt-2", "apt-3", "apt-1"]
        assert ids(AppointmentFilter(client=ANA)) == ["apt-2", "apt-1"]
        assert ids(AppointmentFilter(employee=LENA)) == ["apt-3"]
        assert ids(AppointmentFilter(statuses=("cancelled",))) == ["apt-1"]
        assert ids(AppointmentFilter(statuses=("used",))) == ["apt-2", "apt-3"]
        assert ids(AppointmentFilter(statuses=("booked",))) == []
        assert ids(AppointmentFilter(starting_from=moment("2026-01-20T10:00"))) == ["apt-1"]
        assert ids(AppointmentFilter(starting_before=moment("2026-01-20T10:00"))) == ["apt-2", "apt-3"]
        assert ids(AppointmentFilter(limit=1)) == ["apt-2"]

    @pytest.mark.parametrize(
        ("start", "end", "busy"),
        [
            ("2026-01-20T09:00", "2026-01-20T10:00", []),
            ("2026-01-20T09:00", "2026-01-20T10:01", ["apt-1"]),
            ("2026-01-20T10:59", "2026-01-20T12:00", ["apt-1"]),
            ("2026-01-20T11:00", "2026-01-20T12:00", []),
            ("2026-01-21T16:00", "2026-01-21T16:01", ["apt-2"]),
        ],
    )
    def test_the_diary_knows_occupied_time_with_buffers(
        self, ledger: Ledger, start: str, end: str, busy: list[str]
    ) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            draft(
                "2026-01-06T10:00",
                booked(1, "2026-01-20T10:00"),
                booked(2, "2026-01-21T10:00", minutes=480),
                booked(3, "2026-01-20T10:00", employee=LENA),
                booked(4, "2026-01-20T10:00"),
            ),
            draft("2026-01-07T10:00", cancelled(4)),
        )

        with ledger.reading() as books:
            found = books.diary(MIRA, Span(start=moment(start), end=moment(end)))

        assert [each.id for each in found] == busy

    def test_a_clients_visits_overlap_without_buffers(self, ledger: Ledger) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")),
        )
        end = moment("2026-01-20T10:50")

        with ledger.reading() as books:
            before_its_end = Span(start=end - timedelta(minutes=1), end=end)
            in_the_buffer = Span(start=end, end=end + timedelta(minutes=5))

            assert [each.id for each in books.visits_of(ANA, before_its_end)] == ["apt-1"]
            assert books.visits_of(ANA, in_the_buffer) == []
            assert books.visits_of(EVE, before_its_end) == []

    def test_standing_blocks_are_found_by_employee_and_overlap_by_start(self, ledger: Ledger) -> None:
        record(
            ledger,
            draft("2026-01-05T10:00", blocked(1, "2026-01-20T10:00", "2026-01-20T12:00"), request="block"),
            draft("2026-01-05T10:00", blocked(2, "2026-01-10T10:00", "2026-03-01T00:00"), request="block"),
            draft(
                "2026-01-05T10:00",
                blocked(3, "2026-01-20T11:00", "2026-01-20T12:00", employee=LENA),
                request="block",
            ),
            draft("2026-01-05T10:00", blocked(4, "2026-01-20T10:00", "2026-01-20T12:00"), request="block"),
            draft("2026-01-06T10:00", unblocked(4), request="unblock"),
        )
        span = Span(start=moment("2026-01-20T11:00"), end=moment("2026-01-20T11:30"))
        touching = Span(start=moment("2026-01-20T12:00"), end=moment("2026-01-20T13:00"))

        with ledger.reading() as books:
            assert [each.id for each in books.diary(MIRA, span, ("blk",))] == ["blk-2", "blk-1"]
            assert [each.id for each in books.diary(None, span, ("blk",))] == ["blk-2", "blk-1", "blk-3"]
            assert [each.id for each in books.diary(None, touching, ("blk",))] == ["blk-2"]
            lifted = books.thing(BlockId("blk-4"))
            assert isinstance(lifted, Block)
            assert lifted.lifted
            assert books.thing(BlockId("blk-5")) is None
            assert books.given("blk") == 4
            assert [each.seq for each in books.entries_touching(BlockId("blk-4"))] == [4, 5]

    def test_earlier_books_know_the_blocks_of_then(self, ledger: Ledger) -> None:
        record(
            ledger,
            draft("2026-01-05T10:00", blocked(1, "2026-01-20T10:00", "2026-01-20T12:00"), request="block"),
            draft("2026-01-06T10:00", blocked(2, "2026-01-20T10:00", "2026-01-20T12:00"), request="block"),
            draft("2026-01-07T10:00", unblocked(1), request="unblock"),
        )
        span = Span(start=moment("2026-01-20T11:00"), end=moment("2026-01-20T11:30"))

        def standing(seq: int) -> list[str]:
            with ledger.reading() as latest:
                books = latest.as_of(seq)
                assert books.given("blk") == min(seq, 2)
                assert (books.thing(BlockId("blk-2")) is not None) == (seq > 1)
                return [each.id for each in books.diary(None, span, ("blk",))]

        assert [standing(seq) for seq in range(4)] == [[], ["blk-1"], ["blk-1", "blk-2"], ["blk-2"]]
        with ledger.reading() as latest:
            then, now = latest.as_of(2).thing(BlockId("blk-1")), latest.thing(BlockId("blk-1"))
        assert isinstance(then, Block)
        assert isinstance(now, Block)
        assert (then.lifted, now.lifted) == (False, True)

    def test_what_was_merged_is_the_others_and_as_of_before_it_is_not(self, ledger: Ledger) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            sale("2026-01-05T11:00", 2, EVE),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00", purchase=2, client=EVE), client=EVE),
            draft("2026-01-07T10:00", merged((2,), (1,)), request="merge"),
            sale("2026-01-08T10:00", 3, EVE),
        )
        span = Span(start=moment("2026-01-20T10:00"), end=moment("2026-01-20T10:30"))

        with ledger.reading() as latest:
            before = latest.as_of(3)
            assert [each.id for each in latest.purchases_of(ANA)] == ["pur-1", "pur-2"]
            assert [each.id for each in latest.purchases_of(EVE)] == ["pur-3"]
            assert [each.id for each in latest.visits_of(ANA, span)] == ["apt-1"]
            assert [each.id for each in before.purchases_of(ANA)] == ["pur-1"]
            assert [each.id for each in before.purchases_of(EVE)] == ["pur-2"]
            assert before.visits_of(ANA, span) == []
            assert [each.id for each in before.visits_of(EVE, span)] == ["apt-1"]
            assert [each.id for each in latest.as_of(4).purchases_of(ANA)] == ["pur-1", "pur-2"]
            assert [each.seq for each in latest.entries_touching(PurchaseId("pur-2"))] == [2, 3, 4]

    def test_what_a_client_pays_for_others_is_found_and_is_theirs_to_pay(self, ledger: Ledger) -> None:
        record(
            ledger,
            draft("2026-01-05T10:00", sold(1, payer=EVE), paid(1, "80.00")),
            draft("2026-01-05T11:00", sold(2, EVE), client=EVE),
            draft("2026-01-05T12:00", sold(3)),
        )
        now = moment("2026-01-06T10:00")
        paid_for, owed = PurchaseFilter(payer=EVE), PurchaseFilter(client=EVE, due=True)

        with ledger.reading() as latest:
            for books in (latest, latest.as_of(3)):
                assert [each.id for each in books.purchases(paid_for, now)] == ["pur-1"]
                assert [each.id for each in books.purchases(owed, now)] == ["pur-1", "pur-2"]
                assert [each.id for each in books.purchases_of(EVE)] == ["pur-2"]
                assert list(books.clients()) == sorted((ANA, EVE))
                flows = books.flows(KINDS, ("client", "payer"), None, now)
                assert [each.key for each in flows if each.kind == "received"] == [(ANA, EVE)]
            assert list(latest.as_of(1).clients()) == sorted((ANA, EVE))

    def test_what_a_merged_client_pays_for_is_found_with_the_other_and_as_of_before_with_them(
        self, ledger: Ledger
    ) -> None:
        third = ClientKey("c-kim")
        record(
            ledger,
            draft("2026-01-05T10:00", sold(1, payer=EVE)),
            draft("2026-01-05T11:00", sold(2, third, payer=EVE), client=third),
            draft("2026-01-06T10:00", merged((), (), (1, 2)), request="merge"),
        )
        now = moment("2026-01-07T10:00")

        with ledger.reading() as latest:
            then = latest.as_of(2)
            assert [each.id for each in latest.purchases(PurchaseFilter(payer=ANA), now)] == ["pur-2"]
            assert list(latest.purchases(PurchaseFilter(payer=EVE), now)) == []
            assert [each.id for each in then.purchases(PurchaseFilter(payer=EVE), now)] == ["pur-1", "pur-2"]

    def test_nothing_is_recorded_of_what_cannot_be_kept_elsewhere(self, ledger: Ledger) -> None:
        def refuse(entries: Sequence[Entry]) -> None:
            assert [each.seq for each in entries] == [1, 2]
            raise ClientExistsError(what="handle", typed="ana", handle="ana")

        drafts = [sale("2026-01-05T10:00", 1), sale("2026-01-05T11:00", 2)]
        with ledger.writing(EVERYTHING) as writing, pytest.raises(ClientExistsError):
            writing.append(drafts, OPENING, refuse)

        with ledger.reading() as books:
            assert (books.head(), books.thing(PUR_1), books.given("pur")) == (None, None, 0)

    def test_an_entry_is_found_by_its_key(self, ledger: Ledger) -> None:
        (entry,) = record(ledger, sale("2026-01-05T10:00", 1, key="Ključ 1"))

        with ledger.reading() as books:
            assert books.entry_with_key("Ključ 1") == entry
            assert books.entry_with_key("ključ 1") is None

    def test_entries_are_read_in_order_after_any_of_them(self, ledger: Ledger) -> None:
        entries = record(ledger, *(sale(f"2026-01-05T1{n}:00", n) for n in range(1, 5)))

        with ledger.reading() as books:
            assert books.entries_after(0, 9) == entries
            assert books.entries_after(1, 2) == entries[1:3]
            assert books.entries_after(4, 9) == []
            assert books.as_of(3).entries_after(1, 9) == entries[1:3]
            assert books.as_of(2).entries_after(3, 9) == []

    def test_a_thing_has_the_entries_that_touched_it_in_order(self, ledger: Ledger) -> None:
        entries = record(
            ledger,
            sale("2026-01-05T10:00", 1),
            sale("2026-01-05T11:00", 2),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")),
            draft("2026-01-07T10:00", cancelled(1)),
        )

        with ledger.reading() as books:
            assert books.entries_touching(PUR_1) == [entries[0], entries[2], entries[3]]
            assert books.last_touching(PUR_1) == entries[3].seq
            assert (books.entry(entries[1].seq), books.entry(entries[-1].seq + 9)) == (entries[1], None)
            assert books.entries_touching(APT_1) == [entries[2], entries[3]]
            assert books.entries_touching(PurchaseId("pur-3")) == []

    def test_earlier_books_know_what_was_known_then(self, ledger: Ledger) -> None:
        entries = record(
            ledger,
            sale("2026-01-05T10:00", 1, key="k1"),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00"), key="k2"),
            draft("2026-01-07T10:00", cancelled(1), key="k3"),
            sale("2026-01-08T10:00", 2),
        )

        with ledger.reading() as latest:
            books = latest.as_of(2)
            purchase, appointment, head = books.thing(PUR_1), books.thing(APT_1), books.head()

            assert purchase is not None
            assert len(purchase.holds) == 1
            assert appointment is not None
            assert appointment.status == "booked"
            assert head is not None
            assert head.seq == 2
            assert (books.given("pur"), books.given("apt")) == (1, 1)
            assert [each.id for each in books.purchases_of(ANA)] == ["pur-1"]
            assert books.entry_with_key("k2") == entries[1]
            assert books.entry_with_key("k3") is None
            assert books.entries_touching(PUR_1) == entries[:2]
            assert books.last_touching(PUR_1) == entries[1].seq
            assert books.entry(entries[2].seq) is None
            assert books.as_of(1).thing(APT_1) is None
            assert (books.as_of(4).given("pur"), books.as_of(4).given("apt")) == (1, 1)
            assert books.seq_at(moment("2026-02-01T00:00")) == 2
            assert latest.as_of(0).purchases_of(ANA) == []

    def test_books_as_of_the_last_entry_answer_as_the_latest(self, ledger: Ledger) -> None:
        record(
            ledger,
            *(draft("2026-01-05T10:00", sold(n, pay_by="2026-01-12T00:00")) for n in range(1, 4)),
            draft("2026-01-06T10:00", paid(2), paid(3), request="pay"),
            draft(
                "2026-01-06T10:00", booked(1, "2026-01-20T10:00", purchase=2), booked(2, "2026-01-19T10:00")
            ),
        )

        with ledger.reading() as latest:
            assert _answers(latest.as_of(5)) == _answers(latest)

    def test_the_entry_at_a_moment_is_the_last_recorded_by_then(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1), sale("2026-01-05T10:00", 2), sale("2026-01-06T10:00", 3))

        with ledger.reading() as books:
            assert books.seq_at(moment("2026-01-05T09:59")) == 0
            assert books.seq_at(moment("2026-01-05T10:00")) == 2
            assert books.seq_at(moment("2026-01-07T10:00")) == 3

    def test_nothing_may_follow_a_seal(self, ledger: Ledger) -> None:
        from trafftpkg.domain.errors.untrusted import LedgerSealedError

        record(ledger, sale("2026-01-05T10:00", 1))
        record(ledger, draft("2026-01-06T10:00", LedgerSealed(moved_to="postgresql://desk"), request="copy"))

        with pytest.raises(LedgerSealedError) as refused:
            record(ledger, sale("2026-01-07T10:00", 2))

        assert refused.value.moved_to == "postgresql://desk"
        with ledger.reading() as books:
            assert len(books.purchases_of(ANA)) == 1

    def test_text_that_no_other_reader_could_read_is_refused(self, ledger: Ledger) -> None:
        from trafftpkg.domain.errors.usage import BadArgumentError

        with pytest.raises(BadArgumentError):
            record(ledger, sale("2026-01-05T10:00", 1, key="broken \udcff"))

        with ledger.reading() as books:
            assert books.head() is None

    def test_a_month_begins_and_ends_at_the_midnight_of_the_business(self, ledger: Ledger) -> None:
        record(
            ledger,
            sale("2026-01-31T22:59", 1),
            sale("2026-01-31T23:00", 2),
            sale("2026-02-28T22:59", 3),
            sale("2026-02-28T23:00", 4),
            sale("2026-03-31T22:00", 5),  # in summer time
        )

        midnights = [start_of(date(2026, month, 1), OPENING.time_zone) for month in range(2, 6)]
        with ledger.reading() as books:
            until = [sum(each.times for each in books.flows(SOLD, (), None, end)) for end in midnights]
            february = list(books.flows(SOLD, (), date(2026, 2, 1), midnights[1]))

        assert until == [1, 3, 4, 5]
        assert sum(each.times for each in february) == 2

    def test_what_is_owed_moves_when_sold_and_when_a_visit_begins_and_lapses_at_the_end(
        self, ledger: Ledger
    ) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00")),
            draft("2026-01-07T10:00", booked(2, "2026-01-21T10:00")),
            draft("2026-01-08T10:00", cancelled(2)),
        )

        with ledger.reading() as books:
            before = _moved(books, None, "2026-01-20T10:00")
            after = _moved(books, None, "2026-01-20T10:01")
            the_end = _moved(books, date(2026, 1, 20), "2026-07-06T00:00")
            earlier = _moved(books.as_of(1), None, "2026-01-20T10:01")

        assert (
            before
            == earlier
            == {
                ("sold", None): (1, 10, 40_000),
                ("received", "card"): (1, 0, 40_000),
                ("taxed", None): (1, 0, 40_000),
            }
        )
        assert after == {**before, ("redeemed", "facial"): (1, 1, 4_000)}
        assert the_end == {
            ("redeemed", "facial"): (1, 1, 4_000),
            ("lapsed", None): (1, 9, 36_000),
            ("taxed", None): (1, 0, -36_000),
        }

    def test_live_purchases_are_counted_by_package_and_by_what_they_include(self, ledger: Ledger) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            sale("2026-01-06T10:00", 2),
            sale("2026-01-07T10:00", 3, EVE),
        )

        with ledger.reading() as books:
            for view in (books, books.as_of(3)):
                by_package = view.holdings("package", moment("2026-02-01T00:00"))
                by_service = view.holdings("service", moment("2026-02-01T00:00"))
                over = view.holdings("package", moment("2027-02-01T00:00"))

                assert by_package == [Holding(key="glow-10", purchases=3, clients=2)]
                assert by_service == [Holding(key="facial", purchases=3, clients=2)]
                assert over == []
            (first,) = books.as_of(1).holdings("package", moment("2026-02-01T00:00"))
            assert (first.purchases, first.clients) == (1, 1)

    def test_what_moved_can_be_told_apart_by_client_and_package(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1), sale("2026-01-06T10:00", 2))

        with ledger.reading() as books:
            flows = list(
                books.flows(KINDS, ("client", "package"), date(2026, 1, 6), moment("2026-01-06T12:00"))
            )

        assert [(each.key, each.kind, each.unit, each.value) for each in flows] == [
            ((ANA, "glow-10"), "sold", "session", 40_000),
            ((ANA, "glow-10"), "received", "session", 40_000),
            ((ANA, "glow-10"), "taxed", "session", 40_000),
        ]

    def test_single_movements_come_in_order_with_what_they_are_of_and_their_entry(
        self, ledger: Ledger
    ) -> None:
        record(
            ledger,
            sale("2026-01-05T10:00", 1),
            draft("2026-01-06T10:00", sold(2, payer=EVE), paid(2), request="purchase"),
            draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00", purchase=2)),
        )

        with ledger.reading() as books:
            for view in (books, books.as_of(3)):
                since, until = moment("2026-01-06T10:00"), moment("2026-01-20T11:00")
                found = list(view.movements(("received", "redeemed"), since, until))

                assert [(*each[:4], each.movement.kind, each.movement.value) for each in found] == [
                    ("pur-2", EVE, "glow-10", 2, "received", 40_000),
                    ("pur-2", EVE, "glow-10", None, "redeemed", 4_000),
                ]
            assert not list(books.movements(KINDS, None, moment("2026-01-05T10:00")))

    def test_sums_can_be_asked_for_while_single_movements_are_read(self, ledger: Ledger) -> None:
        record(ledger, sale("2026-01-05T10:00", 1), sale("2026-01-06T10:00", 2))
        until = moment("2026-01-07T10:00")

        with ledger.reading() as books:
            movements = books.movements(RECEIVED, None, until)
            first = next(movements)
            (sums,) = books.flows(RECEIVED, (), None, until)
            rest = list(movements)

        assert sum(each.movement.value for each in (first, *rest)) == sums.value == 80_000


def _answers(books: Books) -> list[object]:
    now = moment("2026-01-19T10:20")
    span = Span(start=now, end=moment("2026-01-21T00:00"))
    return [
        books.header(),
        books.head(),
        books.purchases_of(ANA),
        *(list(books.purchases(PurchaseFilter(sort=sort), now)) for sort in ("available", "expires_at")),
        list(books.purchases(PurchaseFilter(statuses=("pending",)), now)),
        books.count(PurchaseFilter(statuses=("active",)), now),
        list(books.due_to_lapse(moment("2026-12-31T00:00"))),
        list(books.unpaid_since(now)),
        list(books.appointments(AppointmentFilter(statuses=("used",)), now)),
        books.diary(MIRA, span),
        books.visits_of(ANA, span),
        books.entries_touching(PUR_1),
        books.seq_at(now),
        (books.given("pur"), books.given("apt")),
    ]


def _moved(
    books: Books, first: date | None, until: str
) -> dict[tuple[str, str | None], tuple[int, int, int]]:
    flows = books.flows(KINDS, ("part",), first, moment(until))
    sums = {(each.kind, each.key[0]): (each.times, each.units, each.value) for each in flows}
    return {place: each for place, each in sums.items() if any(each)}
