"""Formats of money, days and times in the business's locale."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.numbers import format_currency, format_percent

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import told_in_words

_KEPT = 4096
"""How many texts are cached: a page writes the same days and prices often."""


class Formats:
    """Writes values in one locale.

    Args:
        locale: As declared, `en_IE`. English is used for a locale that Babel does not know.
        currency: ISO 4217.
    """

    def __init__(self, locale: str, currency: str) -> None:
        self._locale = _known(locale)
        self.money = lru_cache(_KEPT)(self._money)
        self.day = lru_cache(_KEPT)(self._day)
        self.short_day = lru_cache(_KEPT)(self._short_day)
        self._currency = currency

    @property
    def lang(self) -> str:
        """The locale as HTML names it: `en-IE`."""
        return str(self._locale).replace("_", "-")

    @property
    def page_lang(self) -> str:
        """The language of the page's own words: English, the business's own if that is English."""
        return self.lang if self._locale.language == "en" else "en"

    def week_of(self, day: date) -> date:
        """Return the first day of a day's week, as people count weeks there."""
        return day - timedelta(days=(day.weekday() - self._locale.first_week_day) % 7)

    def days(self, first: date, last: date) -> str:
        """`19–25 Jan 2026`."""
        return str(format_interval(first, last, "yMMMd", locale=self._locale))

    def weekday(self, day: date) -> str:
        """`Mon`."""
        return str(format_date(day, "ccc", locale=self._locale))

    def percent(self, count: int) -> str:
        """`13%`."""
        return str(format_percent(Decimal(count) / 100, locale=self._locale))

    def taxes(self, taxes: Iterable[TaxPart]) -> str:
        """`VAT 20 %: €80.00, City tax 5 %: €20.00`."""
        return ", ".join(f"{each.label}: {self.money(each.amount)}" for each in taxes if each.amount)

    def time(self, moment: datetime, zone: str) -> str:
        """`10:00`, in the zone."""
        return self._clock(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None))

    def moment(self, moment: datetime, zone: str) -> str:
        """`Tue 20 Jan 2026, 10:00`, in the zone."""
        there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return f"{self.short_day(there.date())}, {self._clock(there)}"

    def visit(self, visit: Visit) -> str:
        """`Tue 20 Jan 2026, 10:00–10:50`, in the location's time."""
        return f"{self.moment(visit.starts_at, visit.time_zone)}–{self.time(visit.ends_at, visit.time_zone)}"

    def minutes(self, minutes: int) -> str:
        """`50 min`, `1 h 30 min`, `2 h`."""
        hours, rest = divmod(minutes, 60)
        return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))

    def units(self, units: int, measure: Measure) -> str:
        """`9 sessions`, `7 h 30 min`; `6 visits` where each takes several sessions."""
        return told_in_words(units, measure)

    @lru_cache(_KEPT)  # noqa: B019 - one of these lives as long as the server
    def _clock(self, there: datetime) -> str:
        return str(format_time(there.time(), "short", locale=self._locale))

    def _money(self, amount: Decimal) -> str:
        return str(format_currency(amount, self._currency, locale=self._locale))

    def _day(self, day: date) -> str:
        return str(format_date(day, "long", locale=self._locale))

    def _short_day(self, day: date) -> str:
        return str(format_skeleton("yMMMEd", day, locale=self._locale))


def _known(locale: str) -> Locale:
    try:
        return Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(locale.partition("_")[0]) if _language(locale) else Locale.parse("en")


def _language(locale: str) -> bool:
    try:
        Locale.parse(locale.partition("_")[0])
    except (UnknownLocaleError, ValueError):
        return False
    return True
