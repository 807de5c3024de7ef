"""Words for appointments that cannot be booked, moved, or cancelled like this."""

from trafftpkg.cli.words.base import Words, length_words, local, typeable, words
from trafftpkg.cli.words.candidates import candidate_words, way_to_pay
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.errors.booking import (
    AlreadyBookedError,
    AlreadyCancelledError,
    AlreadyStartedError,
    EmployeeNotAvailableError,
    EmployeeRequiredError,
    InThePastError,
    LocationRequiredError,
    NothingToRedeemError,
    NotStartedError,
    OutsideHoursError,
    OutsideTimetableError,
    PayerAsked,
    PurchaseCannotPayError,
    TooFarAheadError,
    TooLateToRescheduleError,
    TooSoonError,
)
from trafftpkg.domain.ids import EmployeeId, LocationId
from trafftpkg.domain.wording import day_in_words


@words.register
def _(error: NothingToRedeemError, names: Names) -> Words:
    client = names[error.client]
    when = local(error.starts_at, error.time_zone)
    return Words(
        problem=(
            f"{client} has no package that can pay for '{error.service}' on {when} "
            f"({_reasons(error.candidates, names)})."
        ),
        remedy=f"{way_to_pay(error.candidates, client)}. Or book without a package: --without-package",
    )


@words.register
def _(error: PurchaseCannotPayError, names: Names) -> Words:
    which = error.purchase or "The package that pays for it"
    when = local(error.starts_at, error.time_zone)
    own = [each for each in error.candidates if each.purchase == error.purchase] or error.candidates
    return Words(
        problem=f"{which} cannot pay for '{error.service}' on {when} ({_reasons(tuple(own), names)}).",
        remedy=_OTHERWISE[error.asked],
    )


_OTHERWISE: dict[PayerAsked, str] = {
    "named": "Leave out --from: then the program chooses a package that can pay.",
    "moved": "Give another time.",
    "sold": "Give another --book, or leave it out.",
}


@words.register
def _(error: EmployeeNotAvailableError, names: Names) -> Words:
    lift = (
        f". If {error.employee} is back: trafftpkg unblock {error.standing}" if error.why == "blocked" else ""
    )
    return Words(problem=_unavailable(error), remedy=f"{_where_free(error)}{lift}")


@words.register
def _(error: EmployeeRequiredError, names: Names) -> Words:
    return Words(
        problem=f"'{error.service}' is offered by several employees: {', '.join(error.employees)}.",
        remedy=f"Choose one: --employee {error.employees[0]}. Or whoever is free: --employee any",
    )


@words.register
def _(error: LocationRequiredError, names: Names) -> Words:
    who = f"{error.employee} works" if error.employee else f"'{error.service}' is offered"
    return Words(
        problem=f"{who} at several locations: {', '.join(error.locations)}.",
        remedy=f"Choose one: --location {error.locations[0]}. Or wherever somebody is free: --location any",
    )


@words.register
def _(error: OutsideHoursError, names: Names) -> Words:
    zone = error.time_zone
    spans = [f"{local(first, zone)[-5:]}–{local(last, zone)[-5:]}" for first, last in error.open_spans]
    working = f"works {' and '.join(spans)} that day" if spans else "does not work that day"
    taken = f"{local(error.occupied_from, zone)[-5:]}–{local(error.occupied_until, zone)[-5:]}"
    return Words(
        problem=(
            f"{error.employee} {working} at {error.location}. "
            f"The visit on {local(error.starts_at, zone)} takes {taken}, with buffers."
        ),
        remedy=(
            f"{_free(error.free, error.location) or 'Give another time'}. "
            "Or book it anyway: --override hours --reason TEXT"
        ),
    )


@words.register
def _(error: OutsideTimetableError, names: Names) -> Words:
    coming = [local(each, error.time_zone) for each in error.coming]
    return Words(
        problem=(
            f"'{error.service}' does not begin on {local(error.starts_at, error.time_zone)}. "
            f"The next times are {', '.join(coming)}."
        ),
        remedy=(
            f"Give one of them, for example {typeable(error.coming[0], error.time_zone)}. "
            "Or book it anyway: --override hours --reason TEXT"
        ),
    )


@words.register
def _(error: TooSoonError, names: Names) -> Words:
    return Words(
        problem=(
            f"{local(error.starts_at, error.time_zone)} is too soon. "
            f"Booking closes {length_words(error.notice)} before the start."
        ),
        remedy=(
            f"Give {typeable(error.earliest, error.time_zone)} or later. "
            "Or book it anyway: --override notice --reason TEXT"
        ),
    )


@words.register
def _(error: TooFarAheadError, names: Names) -> Words:
    return Words(
        problem=(
            f"{local(error.starts_at, error.time_zone)} is too far ahead. "
            f"Booking opens {length_words(error.horizon)} before the start."
        ),
        remedy=(
            f"Give {typeable(error.latest, error.time_zone)} or earlier. "
            "Or book it anyway: --override horizon --reason TEXT"
        ),
    )


@words.register
def _(error: InThePastError, names: Names) -> Words:
    if error.day is not None:
        return Words(
            problem=f"{day_in_words(error.day)} is in the past.",
            remedy="Give today or a later day. To begin in the past: --override past --reason TEXT",
        )
    return Words(
        problem=(
            f"{local(error.starts_at, error.time_zone)} is in the past. "
            f"It is {local(error.now, error.time_zone)} now."
        ),
        remedy="Give a time in the future. To record a past visit: --override past --reason TEXT",
    )


@words.register
def _(error: AlreadyBookedError, names: Names) -> Words:
    which = error.appointment or "another appointment of the same request"
    busy = f"{local(error.busy_from, error.time_zone)}–{local(error.busy_until, error.time_zone)[-5:]}"
    return Words(
        problem=f"{names[error.client]} already has {which} at that time: {busy}.",
        remedy="Give another time, or book it anyway: --override overlap --reason TEXT",
    )


@words.register
def _(error: AlreadyCancelledError, names: Names) -> Words:
    look = f"See what happened: trafftpkg history {error.appointment}."
    if error.ended_by is None:
        return Words(
            problem=f"The booking of {error.appointment} was taken back.",
            remedy=f"{look} Book it again: trafftpkg book CLIENT SERVICE --at START",
        )
    what = "cancelled" if error.status == "cancelled" else "recorded as missed"
    mend = f"correct {error.appointment} --was used" if error.begun else f"undo {error.ended_by}"
    return Words(
        problem=f"{error.appointment} is already {what}.",
        remedy=f"{look} If that is wrong: trafftpkg {mend} --reason TEXT",
    )


@words.register
def _(error: AlreadyStartedError, names: Names) -> Words:
    return Words(
        problem=f"{error.appointment} began on {local(error.starts_at, error.time_zone)}.",
        remedy=f"If the client did not come: trafftpkg no-show {error.appointment}",
    )


@words.register
def _(error: NotStartedError, names: Names) -> Words:
    remedy = f"If the client cannot come: trafftpkg cancel {error.appointment}"
    if error.ended_by is not None:
        remedy = f"If it was cancelled by mistake: trafftpkg undo {error.ended_by} --reason TEXT"
    return Words(
        problem=f"{error.appointment} begins only on {local(error.starts_at, error.time_zone)}.",
        remedy=remedy,
    )


@words.register
def _(error: TooLateToRescheduleError, names: Names) -> Words:
    problem = (
        f"{error.appointment} on {local(error.starts_at, error.time_zone)} "
        f"could be moved until {local(error.until, error.time_zone)}."
    )
    cancelling = f"trafftpkg cancel {error.appointment}"
    if error.overrides:
        return Words(
            problem=f"{problem} --override {error.overrides[0]} does not lift this.",
            remedy=f"Cancel it without a cost, and book it again: {cancelling} --release --reason TEXT",
        )
    return Words(problem=problem, remedy=f"Cancel it. The cancellation policy applies: {cancelling}")


def _reasons(candidates: tuple[Candidate, ...], names: Names) -> str:
    told = (f"{each.purchase} {candidate_words(each, names.__getitem__)}" for each in candidates)
    return "; ".join(told) or "no purchases"


def _unavailable(error: EmployeeNotAvailableError) -> str:
    zone = error.time_zone
    busy = ""
    if error.busy_from is not None and error.busy_until is not None:
        busy = f" {local(error.busy_from, zone)}–{local(error.busy_until, zone)[-5:]}, with buffers"
    match error.why:
        case "service":
            return f"{error.employee} does not offer '{error.service}'."
        case "location":
            return f"{error.employee} does not work at '{error.location}'."
        case "nobody" | "nobody_free":
            does = "offers" if error.why == "nobody" else f"is free {_when(error)} for"
            where = f" at '{error.location}'" if error.location else ""
            return f"Nobody {does} '{error.service}'{where}."
        case "party_too_large":
            return f"'{error.service}' takes {error.places} at a time."
        case "blocked":
            return f"{error.employee} is away:{_stretch(error)}."
        case "full" | "booked":
            what = f"The '{error.service}' class with {error.employee} is full"
            return f"{what if error.why == 'full' else f'{error.employee} is already booked'}:{busy}."


def _stretch(error: EmployeeNotAvailableError) -> str:
    """From when to when, with both days where they differ."""
    assert error.busy_from is not None
    assert error.busy_until is not None
    start, end = local(error.busy_from, error.time_zone), local(error.busy_until, error.time_zone)
    return f" {start}–{end[-5:]}" if start[:-5] == end[:-5] else f" {start} – {end}"


def _free(employees: tuple[EmployeeId, ...], location: LocationId | None) -> str:
    """Who is free, and how to book with them; nothing where nobody is."""
    if not employees:
        return ""
    return f"Free then: {', '.join(employees)}. Book with: --employee {employees[0]} --location {location}"


def _when(error: EmployeeNotAvailableError) -> str:
    assert error.starts_at is not None
    return f"on {local(error.starts_at, error.time_zone)}"


def _where_free(error: EmployeeNotAvailableError) -> str:
    if error.free:
        return _free(error.free, error.location)
    if error.why == "party_too_large":
        return "Book a visit for each person."
    if error.starts_at is None or error.time_zone is None:
        return "See who offers what, and where: trafftpkg catalog show"
    day = typeable(error.starts_at, error.time_zone)[:10]
    return f"See the free times: trafftpkg slots {error.service} --from {day} --to {day}"
