"""The book-keeper on cases reckoned by hand: who judges others is judged first."""

from datetime import UTC, datetime, timedelta

from tests.laws.book_keeper import Change, Page, standing

START = datetime(2026, 1, 5, tzinfo=UTC)


def day(number: int) -> datetime:
    """Return a moment so many days after the sale."""
    return START + timedelta(days=number)


def visits(*days: int) -> dict[str, tuple[datetime, int, int]]:
    """Return visits of one unit each on these days."""
    return {f"apt-{number}": (day(number), 1, -1) for number in days}


def told(page: Page, on: int) -> tuple[int, int, int, int]:
    """Return price, used, left and lapsed on a day."""
    found = standing(page, day(on))
    assert found.used + found.left + found.lapsed == found.price
    return found.price, found.used, found.left, found.lapsed


def test_what_is_used_is_one_running_total() -> None:
    page = Page(value=100, units=3, paid=100, visits=visits(1, 2, 3))

    assert [told(page, on)[1:3] for on in (0, 1, 2, 3)] == [(0, 100), (33, 67), (67, 33), (100, 0)]


def test_added_units_share_what_is_left_and_bring_no_money() -> None:
    page = Page(value=100, units=2, paid=100, visits=visits(1, 3), changes=[Change(day(2), "added", 1)])

    assert told(page, 2) == (100, 50, 50, 0)
    assert told(page, 3) == (100, 75, 25, 0)


def test_taking_back_what_was_added_leaves_the_value() -> None:
    changes = [Change(day(1), "added", 8), Change(day(3), "added", -1)]

    assert told(Page(value=100, units=2, paid=100, changes=changes), 3) == (100, 0, 100, 0)


def test_a_visit_given_back_later_was_never_among_the_uses() -> None:
    """Two for 100, 8 added, 8 used, 1 taken back, and then all 8 given back: 100 is left, and not 180."""
    changes = [Change(day(1), "added", 8), Change(day(3), "added", -1)]
    page = Page(value=100, units=2, paid=100, changes=changes, visits={"apt-1": (day(2), 8, -1)})

    assert told(page, 3) == (100, 80, 20, 0)

    page.visits.clear()

    assert told(page, 3) == (100, 0, 100, 0)
    assert standing(page, day(3)).quote == 100


def test_taking_more_than_was_added_lapses_the_share_and_with_the_last_unit_all() -> None:
    changes = [Change(day(1), "added", 2), Change(day(2), "added", -3), Change(day(3), "added", -1)]
    page = Page(value=100, units=2, paid=100, changes=changes)

    assert told(page, 2) == (100, 0, 50, 50)
    assert told(page, 3) == (100, 0, 0, 100)

    used = Page(value=100, units=1, paid=100, visits=visits(2), changes=changes[:1])
    used.changes.append(Change(day(3), "added", -2))

    assert told(used, 3) == (100, 33, 0, 67)


def test_what_was_sent_lowers_the_price_for_ever() -> None:
    """One of three is used for 33, one sent for 34; once the visit is given back, the other two share 66."""
    page = Page(value=100, units=3, paid=66, visits=visits(1), changes=[Change(day(2), "left", 1, 34)])

    assert told(page, 2) == (66, 33, 33, 0)

    page.visits.clear()

    assert told(page, 2) == (66, 0, 66, 0)


def test_where_more_was_sent_than_would_be_left_what_was_used_gives() -> None:
    page = Page(value=100, units=4, paid=0, visits=visits(1), changes=[Change(day(2), "left", 3, 100)])

    assert told(page, 2) == (0, 0, 0, 0)


def test_goodwill_comes_off_what_was_used_then_what_is_left() -> None:
    page = Page(value=100, units=4, paid=70, visits=visits(1, 3))
    page.changes.append(Change(day(2), "goodwill", amount=30))

    assert told(page, 2) == (70, 0, 70, 0)
    assert told(page, 3) == (70, 23, 47, 0)


def test_free_units_lapse_when_it_expires_and_what_is_due_stays_due() -> None:
    page = Page(value=100, units=4, paid=30, visits=visits(1), expires=day(9))

    assert told(page, 9) == (100, 25, 0, 75)
    assert (standing(page, day(9)).due, standing(page, day(9)).owed) == (70, 0)


def test_after_an_end_what_was_used_is_due_and_what_was_paid_above_is_owed() -> None:
    page = Page(value=100, units=4, paid=10, visits=visits(1), ended=day(2))

    assert told(page, 2) == (25, 25, 0, 0)
    assert standing(page, day(2)).due == 15

    page.paid = 60

    assert (standing(page, day(2)).owed, standing(page, day(2)).quote) == (35, 35)

    page.kept = 35

    assert told(page, 2) == (60, 25, 0, 35)
    assert (standing(page, day(2)).owed, standing(page, day(2)).due) == (0, 0)
