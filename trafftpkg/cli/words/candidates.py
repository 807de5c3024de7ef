"""Words for what became of a purchase in the choice of who pays."""

from collections.abc import Callable, Iterable, Mapping
from shlex import quote

from trafftpkg.domain.candidate import Candidate, FateCode, PayerFate
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.terms import Only
from trafftpkg.domain.wording import (
    day_in_words,
    hours_in_words,
    told_in_words,
    units_in_words,
    weekdays_in_words,
)

_WORDS: Mapping[FateCode, str] = {
    "expired": "was valid until {day}",
    "expires_before": "is valid until {day}, before the visit",
    "frozen": "is frozen on {day}",
    "later": "pays later, {validity}",
    "leaves_outside": "would then be valid until {day}, before {appointment}",
    "maximum": "covers {service} for at most {units}, and all are taken",
    "not_included": "does not include {service}",
    "not_started": "starts {day}",
    "other_day": "pays only for visits on {days}",
    "other_employee": "pays only for visits with {employees}",
    "other_hours": "pays only for visits that begin at {hours}",
    "other_location": "pays only for visits at {locations}",
    "pays": "pays {units}, {validity}",
    "pending": "is not paid yet",
    "refunded": "was refunded",
    "too_few": "has {units} left, but a visit takes {takes}",
    "used_up": "has nothing left to book",
    "voided": "was voided",
}


def candidate_words(candidate: Candidate, handle_of: Callable[[ClientKey], str]) -> str:
    """Return what became of a purchase, and whose it is if another client shares it with them."""
    words = fate_words(candidate.fate)
    if candidate.shared_by is None:
        return words
    order = "; their own packages pay first" if candidate.fate.code == "later" else ""
    return f"{words} (shared by {handle_of(candidate.shared_by)}{order})"


def way_to_pay(candidates: Iterable[Candidate], client: str) -> str:
    """Return how a package can come to pay: one that is only unpaid is paid first, else one is sold."""
    unpaid = next((each.purchase for each in candidates if each.fate.code == "pending"), None)
    if unpaid is not None:
        return f"Take the payment first: trafftpkg pay {unpaid} all --method METHOD"
    return f"Sell one: trafftpkg purchase {quote(client)} PACKAGE --method METHOD"


def fate_words(fate: PayerFate) -> str:
    """Return a clause without a subject that can be read out to the client."""
    return _WORDS[fate.code].format(
        day=fate.day and day_in_words(fate.day),
        validity=_validity(fate),
        service=fate.service,
        units=_units(fate),
        takes=_takes(fate),
        appointment=fate.appointment,
        **_only(fate.only or Only()),
    )


def _only(only: Only) -> dict[str, str]:
    return {
        "days": weekdays_in_words(only.days),
        "hours": hours_in_words(only.hours),
        "employees": " or ".join(only.employees),
        "locations": " or ".join(only.locations),
    }


def _validity(fate: PayerFate) -> str:
    if fate.day is not None:
        return f"valid until {day_in_words(fate.day)}"
    return "valid without an end" if fate.is_endless else "its last day not known yet"


def _units(fate: PayerFate) -> str | None:
    if fate.units is None or fate.measure is None:
        return None
    # What is too little for a visit is no number of visits.
    if fate.code == "too_few":
        return units_in_words(fate.units, fate.measure.unit)
    return told_in_words(fate.units, fate.measure)


def _takes(fate: PayerFate) -> str | None:
    if fate.takes is None or fate.measure is None or fate.measure.unit == "session":
        return None if fate.takes is None else str(fate.takes)
    return f"{units_in_words(fate.takes, 'minute')}, and no other hour package adds the rest"
