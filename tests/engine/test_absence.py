"""An employee's absence in the diary."""

from datetime import date, datetime

import pytest

from tests.lumen import employee, location
from tests.memory_ledger import MemoryBooks
from tests.rules import rule
from tests.stores.samples import moment
from tests.story import Story
from trafftpkg.domain.block import Block
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.diary import EmployeeBlocked, EmployeeUnblocked
from trafftpkg.domain.ids import BlockId, EmployeeId
from trafftpkg.domain.moments import Span
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.history import ReadHistory
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.requests.block import BlockEmployee, UnblockEmployee
from trafftpkg.engine.worksheet import Worksheet


def blocks(
    business: Story, who: str, start: str, end: str, *, on: str | None = None, reason: str | None = "ill"
) -> Block:
    """Block an employee and return the block; a day stands for all of it."""
    request = BlockEmployee(employee=who, start=typed(start), end=typed(end), reason=reason)
    (block,) = business.does(request, on=on).of(Block)
    return block


def unblocks(business: Story, block: str, *, on: str | None = None) -> Outcome:
    return business.does(UnblockEmployee(block=block), on=on)


def typed(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@rule("R-10.1")
def test_an_employee_who_is_away_is_not_booked(business: Story) -> None:
    business.sells("facial-3", to="ana")
    block = blocks(business, "mira", "2026-01-12T09:00", "2026-01-12T12:00")

    with business.refuses("employee_not_available") as refusal:
        business.books("facial", for_="ana", at="2026-01-12T11:59")

    assert refusal.error.why == "blocked"
    assert refusal.error.standing == block.id == "blk-1"


@rule("R-10.1")
def test_touching_an_absence_is_no_clash_and_buffers_count(business: Story) -> None:
    business.sells("facial-3", to="ana")
    blocks(business, "mira", "2026-01-12T09:00", "2026-01-12T12:00")

    business.books("facial", for_="ana", at="2026-01-12T08:10")
    business.books("facial", for_="ana", at="2026-01-12T12:00")
    with business.refuses("employee_not_available") as refusal:
        business.booking("peel", for_="eve", at="2026-01-12T08:01", without_package=True)

    assert refusal.error.why == "blocked"


@rule("R-10.1")
def test_slots_leave_out_the_time_of_an_absence(business: Story) -> None:
    free = len(business.slots("facial", "2026-01-12"))
    blocks(business, "mira", "2026-01-12T06:00", "2026-01-12T21:00")

    assert [start for start, _ in business.slots("facial", "2026-01-12")] == ["20:00"]
    assert free > 1


@rule("R-10.1")
def test_a_visit_is_not_moved_into_an_absence(business: Story) -> None:
    business.sells("facial-3", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    blocks(business, "mira", "2026-01-12", "2026-01-13")

    with business.refuses("employee_not_available"):
        business.moves(visit, to="2026-01-13T10:00")

    assert business.moves(visit, to="2026-01-14T10:00").id == visit


@rule("R-10.1")
def test_a_day_is_blocked_as_a_whole(business: Story) -> None:
    block = blocks(business, "mira", "2026-03-28", "2026-03-29")

    assert f"{block.starts_at:%dT%H:%M}" == "27T23:00"
    assert f"{block.ends_at:%dT%H:%M}" == "29T22:00"  # the clocks go forward that night


@rule("R-10.1")
def test_times_are_those_of_the_employees_only_location_else_of_the_business(business: Story) -> None:
    business.opens(location("lisbon", "Europe/Lisbon"))
    business.employs(employee("ines", "facial", "lisbon"), employee("leo", "facial", "lisbon centre"))

    there = blocks(business, "ines", "2026-01-12T09:00", "2026-01-12T10:00")
    here = blocks(business, "leo", "2026-01-12T09:00", "2026-01-12T10:00")

    assert [each.starts_at.hour for each in (there, here)] == [9, 8]


@rule("R-10.2")
def test_visits_to_come_refuse_an_absence_and_are_all_named(business: Story) -> None:
    business.sells("facial-3", to="ana")
    business.makes_appointment("facial", for_="ana", at="2026-01-13T10:00")
    business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")

    with business.refuses("appointments_ahead") as refusal:
        blocks(business, "mira", "2026-01-12", "2026-01-13")

    assert refusal.error.appointments == ("apt-2", "apt-1")
    assert (refusal.error.employee, refusal.error.purchase) == ("mira", None)


@rule("R-10.2")
def test_visits_that_have_begun_or_were_cancelled_do_not_refuse_it(business: Story) -> None:
    business.sells("facial-3", to="ana")
    business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    gone = business.makes_appointment("facial", for_="ana", at="2026-01-12T15:00")
    business.cancels(gone)

    assert blocks(business, "mira", "2026-01-12", "2026-01-13", on="2026-01-12T10:00").id == "blk-1"


@rule("R-10.3")
def test_a_block_that_is_taken_back_can_be_booked_over(business: Story) -> None:
    business.sells("facial-3", to="ana")
    block = blocks(business, "mira", "2026-01-12", "2026-01-13")
    unblocks(business, block.id)

    assert business.books("facial", for_="ana", at="2026-01-12T10:00") == "pur-1"
    with business.refuses("already_unblocked"):
        unblocks(business, block.id)


@rule("R-10.3")
def test_a_block_that_never_was_cannot_be_taken_back(business: Story) -> None:
    for name in ("blk-1", "blk-01", "mira"):
        with business.refuses("unknown_block"):
            unblocks(business, name)


@rule("R-10.1")
def test_an_absence_ends_after_it_begins(business: Story) -> None:
    for end in ("2026-01-12T09:00", "2026-01-11"):
        with pytest.raises(BadArgumentError):
            blocks(business, "mira", "2026-01-12T09:00", end)

    assert business.recorded() == 0


def test_an_absence_is_of_a_known_employee_and_for_a_reason(business: Story) -> None:
    with business.refuses("unknown_employee") as refusal:
        blocks(business, "mria", "2026-01-12", "2026-01-12")
    with business.refuses("reason_required"):
        blocks(business, "mira", "2026-01-12", "2026-01-12", reason=None)

    assert refusal.error.nearest == "mira"


def test_absences_are_numbered_and_keep_their_reason(business: Story) -> None:
    first = blocks(business, "mira", "2026-01-12", "2026-01-12")
    second = blocks(business, "jo", "2026-01-12", "2026-01-12", reason="holiday")
    unblocks(business, first.id)

    history = business.engine.ask(ReadHistory(thing=second.id))

    assert (first.id, second.id) == ("blk-1", "blk-2")
    assert [(row.entry.request, row.reason) for row in history.rows] == [("block", "holiday")]


def test_what_was_free_then_is_answered_as_of_then(business: Story) -> None:
    business.sells("facial-3", to="ana", on="2026-01-05")
    blocks(business, "mira", "2026-01-12", "2026-01-12", on="2026-01-06")
    day = date(2026, 1, 12)
    asked = FindSlots(service="facial", first_day=day, last_day=day)

    now = business.engine.ask(asked).slots
    then = business.engine.ask(asked, as_of=datetime(2026, 1, 5, 12)).slots

    assert (len(now), len(then) > 0) == (0, True)


def test_a_replayed_key_answers_with_the_block(business: Story) -> None:
    request = BlockEmployee(employee="mira", start=date(2026, 1, 12), end=date(2026, 1, 12), reason="ill")
    first = business.does(request, key="k")
    unblocks(business, "blk-1")

    again = business.does(request, key="k")

    assert again.replayed
    assert again.things == first.things


def test_a_request_sees_the_absences_that_it_has_decided_itself() -> None:
    sheet = Worksheet(
        books=MemoryBooks(None, ()),
        now=moment("2026-01-05T10:00"),
        time_zone="UTC",
        currency="EUR",
        catalogue=_no_catalogue,
        known={},
        reason_hash=None,
    )
    first, second = BlockId(sheet.next("blk")), BlockId(sheet.next("blk"))
    for block, day in ((second, "2026-01-08"), (first, "2026-01-07")):
        sheet.record(_away(block, day))

    sheet.record(EmployeeUnblocked(block=second, employee=EmployeeId("mira")))

    week = Span(start=moment("2026-01-05T00:00"), end=moment("2026-01-12T00:00"))
    assert (first, second) == ("blk-1", "blk-2")
    assert [each.id for each in sheet.diary(EmployeeId("mira"), week)] == ["blk-1"]
    standing = [isinstance(each, Block) and each.stands for each in sheet.things.values()]
    assert standing == [False, True]


def _away(block: BlockId, day: str) -> EmployeeBlocked:
    return EmployeeBlocked(
        block=block,
        employee=EmployeeId("mira"),
        time_zone="UTC",
        starts_at=moment(f"{day}T10:00"),
        ends_at=moment(f"{day}T12:00"),
    )


def _no_catalogue() -> Catalogue:
    raise AssertionError("an absence needs none here")
