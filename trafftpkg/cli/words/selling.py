"""Words for packages that cannot be sold like this."""

from trafftpkg.cli.words.base import Words, local, money, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.selling import (
    MaximumExceededError,
    MinimumNotBookedError,
    PackageNotSoldError,
    PaymentExceedsDueError,
    PaymentMethodNotAcceptedError,
    PurchaseLimitReachedError,
)
from trafftpkg.domain.ids import appointment_id, purchase_id
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import day_in_words, told_in_words


@words.register
def _(error: PackageNotSoldError, names: Names) -> Words:
    first, until = (None if day is None else day_in_words(day) for day in (error.first, error.until))
    why = {
        "archived": "is archived. It can be redeemed, but not sold",
        "over": f"is no longer valid. Its last day was {until}",
        "not_yet": f"is sold from {first} on",
        "season_over": f"was sold until {until}",
        "sold_out": f"is sold out. All {error.sales} are sold",
        "not_new": "is for new clients. This client has bought or booked before",
    }[error.why]
    anyway = "" if error.why in ("archived", "over") else " Or sell it anyway: --override limit --reason TEXT"
    return Words(
        problem=f"Package '{error.package}' {why}.",
        remedy=f"Sell another one. List them with: trafftpkg catalog show{'.' * bool(anyway)}{anyway}",
    )


@words.register
def _(error: PurchaseLimitReachedError, names: Names) -> Words:
    again = ""
    if error.again_at is not None:
        again = f" The next one is possible from {local(error.again_at, names.time_zone)}."
    return Words(
        problem=(
            f"The client has bought '{error.package}' {error.purchases} time{'s'[: error.purchases != 1]}, "
            f"and the limit is {error.limit}.{again}"
        ),
        remedy="Sell another package, or sell it anyway: --override limit --reason TEXT",
    )


@words.register
def _(error: MinimumNotBookedError, names: Names) -> Words:
    missing = " and ".join(
        f"at least {each.min} '{each.service}' appointment{'s' * (each.min != 1)}" for each in error.missing
    )
    given = ", ".join(f"{each.booked or 'none'}" for each in error.missing)
    first = error.missing[0]
    return Words(
        problem=f"'{error.package}' must be sold with {missing}; you gave {given}.",
        remedy=(
            f"Add --book {first.service}@START for each missing appointment. "
            "Or sell it anyway: --override minimum --reason TEXT"
        ),
    )


@words.register
def _(error: MaximumExceededError, names: Names) -> Words:
    if error.at_purchase:
        return Words(
            problem=(
                f"At most {error.most} '{error.service}' appointment{'s' * (error.most != 1)} can be booked "
                f"with '{error.package}' when it is sold. You gave {error.asked}."
            ),
            remedy="Leave out some of the --book options. Book the rest after the sale.",
        )
    what = f"of {error.service}" if error.service else "of all services together"
    measure = Measure(unit=error.unit, uses=error.uses)
    most, asked = (told_in_words(each, measure) for each in (error.most, error.asked))
    return Words(
        problem=f"Package '{error.package}' includes {most} {what}. You asked for {asked}.",
        remedy="Leave out some of the --book options.",
    )


@words.register
def _(error: PaymentMethodNotAcceptedError, names: Names) -> Words:
    accepted = ", ".join(error.accepted) or "none"
    given = f"'{error.method}' is not accepted here." if error.method else "A payment method is needed."
    return Words(
        problem=f"{given} Accepted: {accepted}.", remedy=f"Give one of them with --method: {accepted}."
    )


@words.register
def _(error: PaymentExceedsDueError, names: Names) -> Words:
    too_much = f"{error.thing} has {money(error.due)} due. {money(error.amount)} is too much."
    if not (purchase_id(error.thing) or appointment_id(error.thing)):
        return Words(problem=too_much, remedy=f"Give --pay full, or an amount of at most {money(error.due)}.")
    if not error.due:
        look = f"See what was paid: trafftpkg show {error.thing}"
        return Words(problem=f"{error.thing} has nothing due.", remedy=look)
    return Words(problem=too_much, remedy=f"Pay what is due: trafftpkg pay {error.thing} all --method METHOD")
