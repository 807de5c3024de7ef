"""Days and amounts of units in words, for the reasons that rules give."""

from datetime import date

from trafftpkg.domain.terms import Measure, Unit

_MONTHS = "January February March April May June July August September October November December".split()


def day_in_words(day: date) -> str:
    """`5 July 2026`, whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def units_in_words(units: int, unit: Unit) -> str:
    """`1 session`, `9 sessions`, `7 h 30 min`."""
    if unit == "session":
        return f"{units} session" if units == 1 else f"{units} sessions"
    hours, minutes = divmod(abs(units), 60)
    words = " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours))
    return f"-{words}" if units < 0 else words


def told_in_words(units: int, measure: Measure) -> str:
    """`9 sessions`, `7 h 30 min`; `6 visits` where each takes several, `6 visits and 1 session` (R-2.5)."""
    if measure.uses in (1, None):
        return units_in_words(units, measure.unit)
    visits, rest = divmod(units, measure.uses)
    over = units_in_words(rest, "session")
    if not rest:
        return visits_in_words(visits)
    return f"{visits_in_words(visits)} and {over}" if visits else over


def told_number(units: int, measure: Measure) -> str:
    """The same without the noun, for a column or a sentence that says elsewhere what is counted."""
    if measure.unit == "minute" or units % (measure.uses or 1):
        return told_in_words(units, measure)
    return str(units // (measure.uses or 1))


def visits_in_words(visits: int) -> str:
    """`1 visit`, `6 visits`."""
    return f"{visits} visit{'s' * (visits != 1)}"
