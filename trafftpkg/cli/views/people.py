"""Days, moments, units, money and payments as people write them, whatever the locale."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trafftpkg.cli.views.values import money_text
from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.balance import bookable_units, bookable_visits
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Inclusion, Measure
from trafftpkg.domain.wording import told_in_words, told_number, units_in_words
from trafftpkg.engine.reading import View

if TYPE_CHECKING:
    from trafftpkg.engine.outcomes import PaymentMade

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def moment_words(moment: datetime, zone: str | None = None) -> str:
    """`Tue 20 Jan 2026 10:00`, in `zone` or as it is."""
    there = moment if zone is None else moment.astimezone(ZoneInfo(zone))
    return f"{weekday_words(there)} {there:%H:%M}"


def weekday_words(day: date) -> str:
    """`Tue 20 Jan 2026`."""
    return f"{_DAYS[day.weekday()]} {day_words(day)}"


def day_words(day: date) -> str:
    """`20 Jan 2026`, as a table has it."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def visit_words(visit: Visit) -> str:
    """`Tue 20 Jan 2026 10:00–10:50`, in the location's time."""
    start, end = (moment_words(each, visit.time_zone) for each in (visit.starts_at, visit.ends_at))
    return f"{start}–{end[-5:]}" if start[:-6] == end[:-6] else f"{start} – {end}"


def money_words(amount: Decimal, currency: str) -> str:
    """`480.00 EUR`."""
    return f"{money_text(amount, currency)} {currency}"


def payment_words(made: "PaymentMade", view: View) -> str:
    """`480.00 EUR by card for pur-1`, or what went back."""
    amount, method = made.payment.amount, made.payment.method
    reference = f" ({made.payment.reference})" if made.payment.reference else ""
    if amount < 0:
        return f"{money_words(-amount, view.currency)} back by {method}{reference}"
    return f"{money_words(amount, view.currency)} paid by {method}{reference}"


def client_words(client: ClientKey, view: View) -> str:
    """`Ana Ilic (ana)`, or `ana` where no name is known."""
    name, handle = view.name_of(client), view.handle_of(client)
    return f"{name} ({handle})" if name else handle


def cell(units: int, measure: Measure) -> str:
    """`9`, or `7 h 30 min`; `7 sessions` where they are not visits, among numbers that are."""
    return told_in_words(units, measure) if measure.uses is None else told_number(units, measure)


def bookable(purchase: Purchase, inclusion: Inclusion, available: int) -> str:
    """What can be booked of a service: `6`, in visits, or `7 h 30 min`."""
    visits = bookable_visits(purchase, inclusion, available)
    if visits is None:
        return units_in_words(bookable_units(purchase, inclusion, available), "minute")
    return str(visits)
