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
from trafftpkg.languages.language import to_say
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import Said, ask_us, other_time, words


@words.register
def _(error: PurchaseCannotPayError, names: Telling) -> Said:
    problem = names.gettext(
        "Your package cannot pay for %(service)s on %(when)s.",
        service=names.service(error.service),
        when=names.formats.moment(error.starts_at, error.time_zone),
    )
    fates = [each.fate for each in error.candidates if each.purchase == error.purchase]
    because = [_because(each, names) for each in fates[:1] if each.code in _BECAUSE]
    return Said(problem=" ".join([problem, *because]), remedy=other_time(names))


_BECAUSE = {
    "expired": to_say("It was valid until %(day)s."),
    "expires_before": to_say("It is valid until %(day)s."),
    "frozen": to_say("It is frozen on %(day)s."),
    "leaves_outside": to_say("It would then end before another of your visits."),
    "maximum": to_say("It covers no more visits of %(service)s."),
    "not_included": to_say("It does not include %(service)s."),
    "not_started": to_say("It starts on %(day)s."),
    "other_day": to_say("It is for visits on %(days)s."),
    "other_employee": to_say("It is for visits with %(employees)s."),
    "other_hours": to_say("It is for visits that begin at %(hours)s."),
    "other_location": to_say("It is for visits at %(locations)s."),
    "pending": to_say("It is not paid yet."),
    "refunded": to_say("It was paid back."),
    "too_few": to_say("It has too little left."),
    "used_up": to_say("It has nothing left to book."),
    "voided": to_say("It has been ended."),
}
"""Why a package cannot pay, by what became of it."""


def _because(fate: PayerFate, names: Telling) -> str:
    only = fate.only or Only()
    return names.gettext(
        _BECAUSE[fate.code],
        day=None if fate.day is None else names.formats.day(fate.day),
        service=None if fate.service is None else names.service(fate.service),
        days=names.formats.weekdays(only.days),
        hours=names.formats.hours(only.hours),
        employees=names.formats.any_of([*map(names.employee, only.employees)]),
        locations=names.formats.any_of([*map(names.location, only.locations)]),
    )


_NOT_AVAILABLE = {
    "service": to_say("%(employee)s does not offer %(service)s."),
    "location": to_say("%(employee)s does not work there."),
    "nobody": to_say("Nobody offers %(service)s there."),
    "nobody_free": to_say("Nobody is free on %(when)s."),
    "full": to_say("%(service)s on %(when)s is fully booked."),
    "blocked": to_say("%(employee)s is away on %(when)s."),
    "booked": to_say("%(employee)s is no longer free on %(when)s."),
}
_NOT_AVAILABLE_THEN = {
    "nobody_free": to_say("Nobody is free."),
    "full": to_say("%(service)s is fully booked."),
    "blocked": to_say("%(employee)s is away."),
    "booked": to_say("%(employee)s is no longer free."),
}
"""The same where no time is known."""


@words.register
def _(error: EmployeeNotAvailableError, names: Telling) -> Said:
    again = names.gettext("Please choose another time. The times shown are still free.")
    return Said(problem=_not_available(error, names), remedy=again)


def _not_available(error: EmployeeNotAvailableError, names: Telling) -> str:
    service = names.service(error.service)
    if error.why == "party_too_large":
        return names.gettext("%(service)s takes %(places)s at a time.", service=service, places=error.places)
    if error.employee is None and error.why == "service":
        return names.gettext("Nobody offers %(service)s.", service=service)
    when, said = None, _NOT_AVAILABLE[error.why]
    if error.starts_at is None or error.time_zone is None:
        said = _NOT_AVAILABLE_THEN.get(error.why, said)
    else:
        when = names.formats.moment(error.starts_at, error.time_zone)
    who = names.gettext("Nobody") if error.employee is None else names.employee(error.employee)
    return names.gettext(said, employee=who, service=service, when=when)


@words.register
def _(error: OutsideHoursError, names: Telling) -> Said:
    problem = names.gettext(
        "%(employee)s does not work on %(when)s.",
        employee=names.employee(error.employee),
        when=names.formats.moment(error.starts_at, error.time_zone),
    )
    return Said(problem=problem, remedy=other_time(names))


@words.register
def _(error: OutsideTimetableError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    coming = "; ".join(names.formats.moment(each, error.time_zone) for each in error.coming)
    return Said(
        problem=names.gettext(
            "%(service)s does not begin on %(when)s.", service=names.service(error.service), when=when
        ),
        remedy=names.gettext("Please choose one of the next times: %(times)s.", times=coming),
    )


@words.register
def _(error: TooSoonError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    earliest = names.formats.moment(error.earliest, error.time_zone)
    return Said(
        problem=names.gettext("%(when)s is too soon to book here.", when=when),
        remedy=names.gettext("Please choose %(when)s or later.", when=earliest),
    )


@words.register
def _(error: TooFarAheadError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    latest = names.formats.moment(error.latest, error.time_zone)
    return Said(
        problem=names.gettext("%(when)s is too far ahead to book.", when=when),
        remedy=names.gettext("Please choose %(when)s or earlier.", when=latest),
    )


@words.register
def _(error: InThePastError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(problem=names.gettext("%(when)s is in the past.", when=when), remedy=other_time(names))


@words.register
def _(error: AlreadyBookedError, names: Telling) -> Said:
    return Said(
        problem=names.gettext(
            "You have another visit at that time: %(when)s–%(until)s.",
            when=names.formats.moment(error.busy_from, error.time_zone),
            until=names.formats.time(error.busy_until, error.time_zone),
        ),
        remedy=names.gettext("Please choose a time that does not overlap with it."),
    )


@words.register
def _(error: AlreadyCancelledError, names: Telling) -> Said:
    if error.status == "cancelled":
        problem = names.gettext("This visit is already cancelled.")
    else:
        problem = names.gettext("This visit was missed.")
    return Said(problem=problem, remedy=names.gettext("Your account shows your visits."))


@words.register
def _(error: AlreadyStartedError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(problem=names.gettext("This visit began on %(when)s.", when=when), remedy=ask_us(names))


@words.register
def _(error: TooLateToRescheduleError, names: Telling) -> Said:
    when = names.formats.moment(error.starts_at, error.time_zone)
    return Said(
        problem=names.gettext("Your visit on %(when)s is too soon to be moved.", when=when),
        remedy=names.gettext("You can still cancel it. Before you do, we show you what that costs."),
    )
