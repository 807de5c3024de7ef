"""What a letter of one kind says in the usual words, and what several kinds have in common."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from trafftpkg.domain.balance import is_paid_enough
from trafftpkg.domain.moments import day_of
from trafftpkg.letters.facts import PurchaseTold
from trafftpkg.letters.packages import package_part
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import Link, Part
from trafftpkg.letters.texts import one_line
from trafftpkg.letters.visits import called, visit_part


class UsualWords(NamedTuple):
    """The usual words of a letter, and its facts.

    Args:
        facts: What a business's own words can fill in.
        changes: Whether it tells of visits that can be moved and cancelled.
    """

    subject: str
    opening: str
    parts: tuple[Part, ...]
    facts: Mapping[str, str]
    changes: bool = False


def said_of_visits(subject: str, opening: str, saying: Saying) -> UsualWords:
    """Return a letter about visits that are booked: each of them, and what is left once for all."""
    visits = saying.facts.visits
    parts = [visit_part(each, saying) for each in visits]
    parts += _what_is_left(saying) if len(visits) > 1 else ()
    return UsualWords(subject, opening, tuple(parts), facts_of_first(saying), changes=True)


def first_visit(saying: Saying) -> str:
    """`Facial, Tue 20 Jan 2026, 10:00`: the first visit of a letter, for its subject."""
    visit = saying.facts.visits[0].appointment.visit
    return f"{called(visit, saying.telling)}, {saying.moment(visit.starts_at, visit.time_zone)}"


def facts_of_first(saying: Saying) -> dict[str, str]:
    """Return what the business's own words can say of visits: facts of the first."""
    visit, tell = saying.facts.visits[0].appointment.visit, saying.telling
    return {
        "service": called(visit, saying.telling),
        "employee": one_line(tell.employee(visit.employee)),
        "location": one_line(tell.location(visit.location)),
        "day": saying.formats.short_day(day_of(visit.starts_at, visit.time_zone)),
        "time": saying.formats.time(visit.starts_at, visit.time_zone),
    }


def book_from(told: PurchaseTold, saying: Saying) -> tuple[Link, ...]:
    """Return the way to book from a package, if its owner reads it, it can be used, and there is a page."""
    usable = told.owned and is_paid_enough(told.purchase) and told.balance.available
    if saying.links is None or not usable:
        return ()
    address = saying.links.purchase(told.purchase.id)
    return (Link(words=saying.gettext("Book a visit"), address=address, is_main=True),)


def _what_is_left(saying: Saying) -> Iterator[Part]:
    paying = {each.purchase for told in saying.facts.visits for each in told.appointment.allocation}
    for each in saying.facts.purchases:
        if each.purchase.id in paying:
            yield package_part(each, saying)
