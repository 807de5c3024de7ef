"""The fields of catalogue entries in words, by their YAML names."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from trafftpkg.cli.views.card import inclusion_words, length_words, on_sale_words, only_words, tax_words
from trafftpkg.cli.views.people import money_words
from trafftpkg.domain.catalogue import Catalogue, Opening, Shift, Tax
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.package import OnSale, PurchaseLimit
from trafftpkg.domain.terms import Deposit, Inclusion, Only, Unit, Validity
from trafftpkg.domain.value import Value, facts_of
from trafftpkg.domain.wording import day_in_words, hours_in_words, timetable_in_words, units_in_words

_YAML_NAMES = {"inclusions": "services", "shifts": "hours", "limit": "limit_per_client"}
_MINUTES = ("duration", "buffer_before", "buffer_after")
_WEEKDAYS = "mon tue wed thu fri sat sun".split()

_IN_ONE = (Deposit, Validity, PurchaseLimit, DaySpan, Length, OnSale, Only)
"""Values that are told in one piece, and not field by field."""

_SAID: dict[type, Callable[[Any], str]] = {Tax: tax_words, OnSale: on_sale_words, Only: only_words}

Facts = dict[str, str]
"""What a thing declares, in words; what is left out is missing."""


class _Sense(NamedTuple):
    """The units of numbers: the currency of money, the unit of a total."""

    currency: str
    unit: Unit


def kinds_of(catalogue: Catalogue) -> dict[str, Mapping[str, Value]]:
    """Return everything in a catalogue by kind and id. The id of the business is `business`."""
    return {
        "package": {str(key): each for key, each in catalogue.packages.items()},
        "service": {str(key): each for key, each in catalogue.services.items()},
        "employee": {str(key): each for key, each in catalogue.employees.items()},
        "location": {str(key): each for key, each in catalogue.locations.items()},
        "letter": {str(each.kind): each for each in catalogue.letters},
        "business": {"business": catalogue.business},
    }


def facts_in_words(thing: Value, currency: str) -> Facts:
    """Return every field but what it is called by."""
    sense = _Sense(currency=currency, unit=getattr(thing, "unit", "session"))
    return dict(_fields(thing, sense, ""))


def _fields(thing: Value, sense: _Sense, path: str) -> Iterator[tuple[str, str]]:
    for name, value in facts_of(thing).items():
        if name not in ("dial", "id", "kind") and value not in (None, "", ()):
            yield from _told(f"{path}{_YAML_NAMES.get(name, name)}", value, sense)


def _told(name: str, value: object, sense: _Sense) -> Iterator[tuple[str, str]]:
    """Yield one field, or one for each named member."""
    members = value if isinstance(value, tuple) else ()
    if members and isinstance(members[0], Inclusion | Tax):
        yield from ((f"{name}[{_name(each)}]", _words(name, each, sense)) for each in members)
    elif members and isinstance(members[0], Shift):
        yield from ((f"{name}[{day}]", ", ".join(hours)) for day, hours in shifts_by_day(members).items())
    elif members and name.endswith("hours"):
        yield from ((f"{name}[{day}]", hours) for day, hours in _openings(members).items())
    elif members and name == "timetable":
        yield name, timetable_in_words(members)
    elif members and name == "texts":
        yield from ((f"{field}[{language}]", text) for language, field, text in members)
    elif members:
        yield name, ", ".join(_words(name, each, sense) for each in members)
    elif isinstance(value, Value) and not isinstance(value, _IN_ONE):
        yield from _fields(value, sense, f"{name}.")
    else:
        words = _words(name, value, sense)
        if words:
            yield name, words


def _words(name: str, value: object, sense: _Sense) -> str:
    match value:
        case Decimal():
            return money_words(value, sense.currency)
        case int() if name == "total":
            return units_in_words(value, sense.unit)
        case int() if name in _MINUTES:
            return units_in_words(value, "minute")
        case Inclusion():
            return inclusion_words(value, sense.unit)
        case Tax() | OnSale() | Only():
            return _SAID[type(value)](value)
        case _:
            return _span_words(value, sense)


def _span_words(value: object, sense: _Sense) -> str:
    match value:
        case Deposit(amount=None, percent=Decimal() as percent):
            return f"{percent.normalize():f} %"
        case Deposit(amount=Decimal() as amount):
            return money_words(amount, sense.currency)
        case Validity():
            until = None if value.until is None else f"until {day_in_words(value.until)}"
            return ", ".join(each for each in (length_words(value), until) if each)
        case PurchaseLimit():
            return f"{value.purchases} every {value.every}" if value.every else str(value.purchases)
        case DaySpan():
            return days_declared(value)
        case _:
            return str(value)


def shifts_by_day(shifts: tuple[Shift, ...]) -> dict[str, list[str]]:
    """`{"mon": ["09:00-13:00", "14:00-18:00"]}`, as in YAML."""
    found: dict[str, list[str]] = {}
    for each in shifts:
        end = "24:00" if each.end is None else f"{each.end:%H:%M}"
        found.setdefault(_WEEKDAYS[each.weekday], []).append(f"{each.start:%H:%M}-{end}")
    return found


def days_declared(span: DaySpan) -> str:
    """`2026-08-03/2026-08-21`, or one day, as in YAML."""
    return f"{span.first}" if span.last == span.first else f"{span.first}/{span.last}"


def _openings(openings: tuple[Opening, ...]) -> Facts:
    days = dict.fromkeys(day for day, _, _ in openings)
    return {
        _WEEKDAYS[day]: hours_in_words((first, until) for each, first, until in openings if each == day)
        for day in days
    }


def _name(member: object) -> str:
    return member.service if isinstance(member, Inclusion) else str(getattr(member, "id", ""))
