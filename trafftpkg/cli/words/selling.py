"""Words for packages that cannot be sold like this."""

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.times import local, money
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
    over = "" if error.until is None else f": its last day was {day_in_words(error.until)}"
    why = (
        "is archived: it can be redeemed, but no longer bought"
        if error.why == "archived"
        else f"is over{over}"
    )
    return Words(
        problem=f"Package '{error.package}' {why}.",
        remedy="Sell another one; see which: trafftpkg catalog show",
    )


@words.register
def _(error: PurchaseLimitReachedError, names: Names) -> Words:
    again = ""
    if error.again_at is not None:
        again = f" The next is possible from {local(error.again_at, names.time_zone)}."
    return Words(
        problem=(
            f"The client has bought '{error.package}' {error.purchases} time{'s'[: error.purchases != 1]}, "
            f"and {error.limit} may be bought.{again}"
        ),
        remedy="Sell another package, or set the limit aside: --override limit --reason TEXT",
    )


@words.register
def _(error: MinimumNotBookedError, names: Names) -> Words:
    missing = "; ".join(
        f"{each.min} of {each.service}, and {each.booked} are given" for each in error.missing
    )
    first = error.missing[0]
    return Words(
        problem=f"Who buys '{error.package}' books at least {missing}.",
        remedy=(
            f"Add --book {first.service}@START for each that is missing, "
            "or set the minimum aside: --override minimum --reason TEXT"
        ),
    )


@words.register
def _(error: MaximumExceededError, names: Names) -> Words:
    what = f"of {error.service}" if error.service else "of all services together"
    measure = Measure(unit=error.unit, uses=error.uses)
    most, asked = (told_in_words(each, measure) for each in (error.most, error.asked))
    return Words(
        problem=f"Package '{error.package}' gives {most} {what}, and {asked} would be booked.",
        remedy="Leave out some of the --book options.",
    )


@words.register
def _(error: PaymentMethodNotAcceptedError, names: Names) -> Words:
    accepted = ", ".join(error.accepted) or "none"
    given = f"'{error.method}' is not accepted here." if error.method else "How it is paid must be said."
    return Words(problem=f"{given} Accepted: {accepted}.", remedy=f"Give --method with one of: {accepted}.")


@words.register
def _(error: PaymentExceedsDueError, names: Names) -> Words:
    if not error.due:
        remedy = "Nothing is left to pay."
    elif purchase_id(error.thing) or appointment_id(error.thing):
        remedy = f"trafftpkg pay {error.thing} all --method METHOD"
    else:
        remedy = f"Give --pay full, or an amount of at most {money(error.due)}."
    return Words(
        problem=f"{money(error.amount)} is more than what is due for {error.thing}: {money(error.due)}.",
        remedy=remedy,
    )
