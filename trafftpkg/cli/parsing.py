"""What people type, as values; what cannot be meant is refused with the form it should have.

`what` names the option or argument, as the help does: `--at`, `AMOUNT`.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from trafftpkg.cli.days import start
from trafftpkg.cli.errors import MalformedError
from trafftpkg.domain.texts import is_plain, with_marks

if TYPE_CHECKING:
    from decimal import Decimal

    from trafftpkg.domain.assignment import Assignment, Verb
    from trafftpkg.domain.moments import Length, LengthUnit
    from trafftpkg.domain.terms import Unit
    from trafftpkg.engine.requests.base import Override
    from trafftpkg.engine.requests.placing import VisitWanted
    from trafftpkg.engine.requests.purchase import Pay

Choice = TypeVar("Choice", bound=str)

SHARES: tuple[Literal["full", "deposit", "none"], ...] = ("full", "deposit", "none")
"""What `--pay` may be besides an amount."""

_LAST_PORT = 65_535
_LENGTH_UNITS: tuple["LengthUnit", ...] = ("m", "h", "d", "w")
_AMOUNT_OR_NOTHING = "an amount without a currency, such as 480, or with cents 480.50"
_AMOUNT = _AMOUNT_OR_NOTHING.replace("amount", "amount above 0")
_UNITS = "a whole number of sessions, such as 3, or of hours or minutes, such as 1.5h or 90m"
_CHANGE = "sessions to add or to take, such as +2 or -1, or hours or minutes, such as +1.5h or -90m"
_STEP = r"[^.\[\]=+\s]+"


class Units(NamedTuple):
    """Units as typed: sessions, or minutes where hours or minutes were typed."""

    number: int
    unit: "Unit"


def length(typed: str, what: str) -> "Length":
    """Return a length of time above zero: `90m`, `12h`, `30d`, `2w`."""
    from trafftpkg.domain.moments import LONGEST_MINUTES, Length, minutes_of

    found = re.fullmatch(r"([1-9]\d{0,9})([mhdw])", typed, re.ASCII)
    if not found:
        raise MalformedError(what=what, typed=typed, expected="a length such as 90m, 12h, 30d or 2w")
    given = Length(count=int(found[1]), unit=one_of(found[2], _LENGTH_UNITS, what))
    if minutes_of(given) > LONGEST_MINUTES:
        raise MalformedError(what=what, typed=typed, expected="a length of at most a hundred years")
    return given


def amount(typed: str, what: str, *, besides: str = "") -> "Decimal":
    """Return an amount of money above zero; the refusal says which words may stand `besides` it."""
    found = _amount(typed, what, besides + _AMOUNT)
    if not found:
        raise MalformedError(what=what, typed=typed, expected=besides + _AMOUNT)
    return found


def amount_or_nothing(typed: str, what: str) -> "Decimal":
    """Return an amount of money that may be zero."""
    return _amount(typed, what, _AMOUNT_OR_NOTHING)


def amount_or_all(typed: str, what: str) -> "Decimal | Literal['all']":
    """Return an amount of money above zero, or `all`."""
    return "all" if typed == "all" else amount(typed, what, besides="all, or ")


def pay(typed: str, what: str) -> "Pay":
    """Return what is paid with a sale: `full`, `deposit`, `none`, or an amount above zero."""
    if typed in SHARES:
        return one_of(typed, SHARES, what)
    return amount(typed, what, besides=f"{', '.join(SHARES)}, or ")


def count(typed: str, what: str) -> int:
    """Return a whole number above zero."""
    if not re.fullmatch(r"0*[1-9]\d{0,8}", typed, re.ASCII):
        raise MalformedError(what=what, typed=typed, expected="a whole number above 0, such as 3")
    return int(typed)


def count_or_none(typed: str, what: str) -> int:
    """Return a whole number from 0."""
    if not re.fullmatch(r"0*\d{1,9}", typed, re.ASCII):
        raise MalformedError(what=what, typed=typed, expected="a whole number from 0, such as 3")
    return int(typed)


def port(typed: str, what: str) -> int:
    """Return the number of a port."""
    found = count(typed, what)
    if found > _LAST_PORT:
        raise MalformedError(what=what, typed=typed, expected=f"a port, 1 to {_LAST_PORT}, such as 8000")
    return found


def network(typed: str, what: str) -> str:
    """Return an address or a network, as it is usually written."""
    from ipaddress import ip_network

    try:
        return str(ip_network(typed, strict=False))
    except ValueError as error:
        expected = "an address or a network, such as 10.0.0.7 or 10.0.0.0/8"
        raise MalformedError(what=what, typed=typed, expected=expected) from error


def units(typed: str, what: str) -> Units:
    """Return units above zero and what they were typed in: `3` sessions; `90m`, `1.5h` as minutes."""
    return _units(typed, typed, what, _UNITS)


def change(typed: str, what: str) -> Units:
    """Return units to add or to take and what they were typed in: `+2` sessions; `-1.5h` as minutes."""
    signed = typed.startswith(("+", "-"))
    found, unit = _units(typed, typed[signed:], what, _CHANGE)
    return Units(-found if typed.startswith("-") else found, unit)


def one_of(typed: str, choices: Sequence[Choice], what: str) -> Choice:
    """Return the choice that was typed."""
    for choice in choices:
        if typed == choice:
            return choice
    raise MalformedError(what=what, typed=typed, expected=f"one of {', '.join(choices)}")


def wanted(typed: str, what: str) -> "VisitWanted":
    """Return the appointment that SERVICE@START[/EMPLOYEE[/LOCATION]] stands for."""
    from trafftpkg.engine.requests.placing import VisitWanted

    service, at_sign, rest = typed.partition("@")
    begins, *places = rest.split("/")
    if not service or not at_sign or not begins or len(places) > 2 or "" in places:
        expected = "SERVICE@START[/EMPLOYEE[/LOCATION]], such as facial@2026-03-02T10:00/mira/centre"
        raise MalformedError(what=what, typed=typed, expected=expected)
    employee, location = (*places, None, None)[:2]
    return VisitWanted(service=service, at=start(begins, what), employee=employee, location=location)


def plain_text(typed: str, what: str) -> str:
    """Return what was typed, if it can be written down and printed (R-1.25)."""
    if not is_plain(typed):
        shown = with_marks(typed, _shown)
        raise MalformedError(what=what, typed=shown, expected="text in UTF-8, without control characters")
    return typed


def _shown(found: "re.Match[str]") -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if 0x2000 <= code < 0xD800 else f"\\x{code & 0xFF:02x}"


def text(typed: str | None) -> str | None:
    """Return free text without the space around it; nothing typed, or nothing but space, is no text."""
    return (typed or "").strip() or None


def assignment(typed: str) -> "Assignment":
    """Return a change to a value: `price.amount=500.00`, `payment_methods+=cash`, `price.original=`."""
    from trafftpkg.domain.assignment import Assignment

    found = re.fullmatch(rf"({_STEP}(?:\.{_STEP}|\[{_STEP}\])*)(\+?)=(.*)", typed, re.DOTALL)
    if not found or (found[2] and not found[3]):
        expected = "PATH=VALUE, such as price.amount=500.00, or PATH+=VALUE, or PATH= to remove it"
        raise MalformedError(what="PATH=VALUE", typed=typed, expected=expected)
    verb: Verb = "add" if found[2] else "set" if found[3] else "remove"
    return Assignment(steps=tuple(re.findall(_STEP, found[1])), verb=verb, text=found[3])


def override(typed: str) -> "Override":
    """Return the policy that is to be set aside."""
    return one_of(typed, _overrides(), "--override")


def overrides(given: "Sequence[Override] | None") -> "tuple[Override, ...]":
    """Return the policies to be set aside, each once, in the order of the engine's list."""
    return tuple(each for each in _overrides() if each in (given or ()))


def _overrides() -> "tuple[Override, ...]":
    from typing import get_args

    from trafftpkg.engine.requests.base import Override

    return get_args(Override)


def _units(typed: str, number: str, what: str, expected: str) -> Units:
    """Return the units that a number without a sign stands for; of hours, whole minutes."""
    from fractions import Fraction

    found = re.fullmatch(r"(\d{1,9})|(\d{1,6}(?:\.\d{1,3})?)([mh])", number, re.ASCII)
    if not found:
        comma = re.fullmatch(r"(\d{1,6}),(\d{1,3})h", number, re.ASCII)
        meant = f"hours with a point: {comma[1]}.{comma[2]}h" if comma else expected
        raise MalformedError(what=what, typed=typed, expected=meant)
    count = Fraction(found[1] or found[2]) * (60 if found[3] == "h" else 1)
    if not count or count.denominator != 1:
        raise MalformedError(what=what, typed=typed, expected=expected)
    return Units(int(count), "minute" if found[3] else "session")


def _amount(typed: str, what: str, expected: str) -> "Decimal":
    """Return an amount; with a comma for the point, the refusal says the amount that was meant."""
    from decimal import Decimal

    if not re.fullmatch(r"\+?\d{1,15}(\.\d{1,6})?", typed, re.ASCII):
        comma = re.fullmatch(r"(\d{1,15}),(\d{1,2})", typed, re.ASCII)
        meant = f"the amount with a point: {comma[1]}.{comma[2]}" if comma else expected
        raise MalformedError(what=what, typed=typed, expected=meant)
    return Decimal(typed)


def zone_or_nothing(typed: str, what: str) -> str:
    """Return the name of a time zone, or nothing where nothing was typed."""
    return zone(typed, what) if typed.strip() else ""


def language_or_nothing(typed: str, what: str = "--language") -> str:
    """Return a language, `pt` or `pt-BR`, or nothing where nothing was typed."""
    spoken, _, country = typed.strip().replace("_", "-").partition("-")
    if not typed.strip():
        return ""
    if not re.fullmatch("[A-Za-z]{2,3}", spoken) or not re.fullmatch("(?:[A-Za-z]{2})?", country):
        raise MalformedError(what=what, typed=typed, expected="a language such as en or pt-BR")
    return "-".join(filter(None, (spoken.lower(), country.upper())))


def zone(typed: str, what: str) -> str:
    """Return the name of a time zone: `Europe/Belgrade`."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(typed).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MalformedError(what=what, typed=typed, expected="a time zone such as Europe/Belgrade") from None
