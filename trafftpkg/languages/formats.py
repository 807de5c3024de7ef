"""Money, days, times and amounts as one language writes them: words by gettext, the rest by CLDR."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_percent

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.taxes import TaxPart
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import told_in_runs
from trafftpkg.languages.language import Language

_KEPT = 4096
"""How many texts are cached: a page writes the same days and prices often."""

_LONGEST_WEEKDAY = 4
"""How many letters a day of a week has room for on a telephone."""

_USUAL = {"en": "en_GB", "pt": "pt_PT"}
"""The variety of a language that is written where the business's country has none of its own."""


class Formats:
    """Writes values in one language.

    Args:
        language: Whose words stand around them.
        locale: Of the business, `en_IE`: its country decides between varieties of the language.
        currency: ISO 4217.
    """

    def __init__(self, language: Language, locale: str, currency: str) -> None:
        self._language = language
        self._locale = _variety(language.spoken, locale)
        self.money = lru_cache(_KEPT)(self._money)
        self.day = lru_cache(_KEPT)(self._day)
        self.short_day = lru_cache(_KEPT)(self._short_day)
        self.weekday = lru_cache(_KEPT)(self._weekday)
        self.days = lru_cache(_KEPT)(self._days)
        self.percent = lru_cache(_KEPT)(self._percent)
        self._clock = lru_cache(_KEPT)(self._clock_at)
        self._currency = currency

    @property
    def lang(self) -> str:
        """The language as HTML names it: `en-IE`."""
        return str(self._locale).replace("_", "-")

    def week_of(self, day: date) -> date:
        """Return the first day of a day's week, as people count weeks there."""
        return day - timedelta(days=(day.weekday() - self._locale.first_week_day) % 7)

    def leaf(self, visit: Visit) -> tuple[str, str, str]:
        """`Tue`, `20` and `Jan`: the day of a visit, as on the leaf of a calendar."""
        day = visit.starts_at.astimezone(ZoneInfo(visit.time_zone)).date()
        return self.weekday(day), str(day.day), str(format_date(day, "LLL", locale=self._locale))

    def taxes(self, taxes: Iterable[TaxPart]) -> str:
        """`VAT 20 %: €80.00, City tax 5 %: €20.00`."""
        return ", ".join(f"{each.label}: {self.money(each.amount)}" for each in taxes if each.amount)

    def time(self, moment: datetime, zone: str) -> str:
        """`10:00`, in the zone."""
        return self._clock(_minute_of(moment.astimezone(ZoneInfo(zone))))

    def moment(self, moment: datetime, zone: str) -> str:
        """`Tue 20 Jan 2026, 10:00`, in the zone."""
        there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return f"{self.short_day(there.date())}, {self._clock(_minute_of(there))}"

    def visit(self, visit: Visit) -> str:
        """`Tue 20 Jan 2026, 10:00–10:50`, in the location's time."""
        return f"{self.moment(visit.starts_at, visit.time_zone)}–{self.time(visit.ends_at, visit.time_zone)}"

    def minutes(self, minutes: int) -> str:
        """`50 min`, `1 h 30 min`, `2 h`."""
        hours, rest = divmod(abs(minutes), 60)
        told = [self._language.gettext("%(hours)s h", hours=hours)] * bool(hours)
        told += [self._language.gettext("%(minutes)s min", minutes=rest)] * bool(rest or not hours)
        return "-" * (minutes < 0) + " ".join(told)

    def visits(self, count: int) -> str:
        """`1 visit`, `6 visits`."""
        return self._language.ngettext("%(num)s visit", "%(num)s visits", count)

    def units(self, units: int, measure: Measure) -> str:
        """`9 sessions`, `7 h 30 min`; `6 visits and 1 session` where each takes several (R-2.5)."""
        if measure.unit == "minute":
            return self.minutes(units)
        if measure.uses in (1, None):
            return self.sessions(units)
        visits, rest = divmod(units, measure.uses)
        told = [self.visits(visits)] * bool(visits or not rest) + [self.sessions(rest)] * bool(rest)
        return self.all_of(told)

    def sessions(self, count: int) -> str:
        """`1 session`, `9 sessions`."""
        return self._language.ngettext("%(num)s session", "%(num)s sessions", count)

    def number(self, units: int, measure: Measure) -> str:
        """The same without the noun, for a sentence that says elsewhere what is counted."""
        if measure.unit == "minute" or units % (measure.uses or 1):
            return self.units(units, measure)
        return str(units // (measure.uses or 1))

    def all_of(self, names: Sequence[str]) -> str:
        """`Ana, Rui and Eva`."""
        return str(format_list(names, "standard", locale=self._locale))

    def any_of(self, names: Sequence[str]) -> str:
        """`Ana, Rui or Eva`."""
        return str(format_list(names, "or", locale=self._locale))

    def weekdays(self, days: Iterable[int]) -> str:
        """`Mon–Thu, Sat`, of days from 0 for Monday, in order."""
        return told_in_runs(days, lambda day: self.weekday(_A_MONDAY + timedelta(days=day)))

    def hours(self, hours: Iterable[tuple[int, int]]) -> str:
        """`09:00–13:00, 14:00–18:00`, of minutes of the day."""
        return ", ".join(f"{self._minute(first)}–{self._minute(until)}" for first, until in hours)

    def _minute(self, minute: int) -> str:
        return "24:00" if minute == _MIDNIGHT else self._clock(minute)

    def _clock_at(self, minute: int) -> str:
        return str(format_time(_A_MONDAY + timedelta(minutes=minute), "short", locale=self._locale))

    def _money(self, amount: Decimal) -> str:
        return str(format_currency(amount, self._currency, locale=self._locale))

    def _day(self, day: date) -> str:
        return str(format_date(day, "long", locale=self._locale))

    def _short_day(self, day: date) -> str:
        return str(format_skeleton("yMMMEd", day, locale=self._locale))

    def _days(self, first: date, last: date) -> str:
        """`19–25 Jan 2026`."""
        return str(format_interval(first, last, "yMMMd", locale=self._locale))

    def _weekday(self, day: date) -> str:
        """`Mon`: the abbreviation, or where that is long (`segunda`) the short one (`seg.`)."""
        name = str(format_date(day, "ccc", locale=self._locale))
        return name if len(name) <= _LONGEST_WEEKDAY else str(format_date(day, "cccccc", locale=self._locale))

    def _percent(self, count: int) -> str:
        """`13%`."""
        return str(format_percent(Decimal(count) / 100, locale=self._locale))


_A_MONDAY = datetime(2026, 1, 5)
_MIDNIGHT = 24 * 60


def _minute_of(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _variety(spoken: str, locale: str) -> Locale:
    """Return the language as it is written in the business's country, or as it usually is."""
    language, _, country = spoken.partition("-")
    known = [f"{language}_{country}"] if country else [locale] if _is(locale, language) else []
    known += [f"{language}_{locale.rpartition('_')[2]}"] if "_" in locale else []
    for each in (*known, _USUAL.get(language, language), language):
        try:
            return Locale.parse(each)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def _is(locale: str, language: str) -> bool:
    return locale.partition("_")[0] == language
