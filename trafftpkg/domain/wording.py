"""Days and amounts of units in words, for the reasons that rules give."""

from datetime import date

from trafftpkg.domain.terms import Unit

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
