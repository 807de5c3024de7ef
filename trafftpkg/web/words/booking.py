"""Words for appointments that cannot be booked, moved, or cancelled like this."""

from trafftpkg.domain.candidate import PayerFate
from trafftpkg.domain.errors.booking import (
    AlreadyBookedError,
    AlreadyCancelledError,
    AlreadyStartedError,
    EmployeeNotAvailableError,
    InThePastError,
    OutsideHoursError,
    OutsideTimetableError,
    PurchaseCannotPayError,
    TooFarAheadError,
    TooLateToRescheduleError,
    TooSoonError,
)
from trafftpkg.domain.terms import Only
from trafftpkg.domain.wording import hours_in_words, weekdays_in_words
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import ASK_US, OTHER_TIME, Said, words


@words.register
def _(error: PurchaseCannotPayError, names: Telling) -> Said:
    fates = [each.fate for each in error.candidates if each.purchase == error.purchase]
    because = f": it {_because(fates[0], names)}" if fates and fates[0].code in _BECAUSE else ""
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(
        problem=f"Your package cannot pay for {names.service(error.service)} on {when}{because}.",
        remedy=OTHER_TIME,
    )


_BECAUSE = {
    "expired": "was valid until {day}",
    "expires_before": "is valid until {day}",
    "frozen": "is frozen on {day}",
    "leaves_outside": "would then end before another of your visits",
    "maximum": "covers no more visits of {service}",
    "not_included": "does not include {service}",
    "not_started": "starts on {day}",
    "other_day": "is for visits on {days}",
    "other_employee": "is for visits with {employees}",
    "other_hours": "is for visits that begin at {hours}",
    "other_location": "is for visits at {locations}",
    "pending": "is not paid yet",
    "refunded": "was paid back",
    "too_few": "has too little left",
    "used_up": "has nothing left to book",
    "voided": "has been ended",
}


def _because(fate: PayerFate, names: Telling) -> str:
    day = None if fate.day is None else names.formats.day(fate.day)
    service = None if fate.service is None else names.service(fate.service)
    only = fate.only or Only()
    return _BECAUSE[fate.code].format(
        day=day,
        service=service,
        days=weekdays_in_words(only.days),
        hours=hours_in_words(only.hours),
        employees=" or ".join(map(names.employee, only.employees)),
        locations=" or ".join(map(names.location, only.locations)),
    )


@words.register
def _(error: EmployeeNotAvailableError, names: Telling) -> Said:
    service = names.service(error.service)
    who = "Nobody" if error.employee is None else names.employee(error.employee)
    when = ""
    if error.starts_at is not None and error.time_zone is not None:
        when = f" on {names.formats.moment(error.starts_at, error.time_zone)}"
    problem = {
        "service": f"{who} does not offer {service}.",
        "location": f"{who} does not work there.",
        "nobody": f"Nobody offers {service} there.",
        "nobody_free": f"Nobody is free{when}.",
        "party_too_large": f"{service} takes {error.places} at a time.",
        "full": f"{service}{when} is fully booked.",
        "blocked": f"{who} is away{when}.",
        "booked": f"{who} is no longer free{when}.",
    }
    return Said(problem=problem[error.why], remedy=f"{OTHER_TIME} The times shown are still free.")


@words.register
def _(error: OutsideHoursError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(problem=f"{names.employee(error.employee)} does not work on {when}.", remedy=OTHER_TIME)


@words.register
def _(error: OutsideTimetableError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    coming = "; ".join(names.formats.moment(each, error.time_zone) for each in error.coming)
    return Said(
        problem=f"{names.service(error.service)} does not begin on {when}.",
        remedy=f"Please choose one of the next times: {coming}.",
    )


@words.register
def _(error: TooSoonError, names: Telling) -> Said:
    earliest = names.formats.moment(error.earliest, error.time_zone)
    return Said(
        problem=f"{names.formats.moment(error.starts_at, error.time_zone)} is too soon to book here.",
        remedy=f"Please choose {earliest} or later.",
    )


@words.register
def _(error: TooFarAheadError, names: Telling) -> Said:
    latest = names.formats.moment(error.latest, error.time_zone)
    return Said(
        problem=f"{names.formats.moment(error.starts_at, error.time_zone)} is too far ahead to book.",
        remedy=f"Please choose {latest} or earlier.",
    )


@words.register
def _(error: InThePastError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(problem=f"{when} is in the past.", remedy=OTHER_TIME)


@words.register
def _(error: AlreadyBookedError, names: Telling) -> Said:
    busy = names.formats.moment(error.busy_from, error.time_zone)
    until = names.formats.time(error.busy_until, error.time_zone)
    return Said(
        problem=f"You have another visit at that time: {busy}–{until}.",
        remedy="Please choose a time that does not overlap with it.",
    )


@words.register
def _(error: AlreadyCancelledError, names: Telling) -> Said:
    what = "is already cancelled" if error.status == "cancelled" else "was missed"
    return Said(problem=f"This visit {what}.", remedy="Your account shows your visits.")


@words.register
def _(error: AlreadyStartedError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(problem=f"This visit began on {when}.", remedy=ASK_US)


@words.register
def _(error: TooLateToRescheduleError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(
        problem=f"Your visit on {when} is too soon to be moved.",
        remedy="You can still cancel it. Before you do, we show you what that costs.",
    )
