"""Words for packages that cannot be sold like this."""

from trafftpkg.domain.errors.selling import (
    MaximumExceededError,
    MinimumNotBookedError,
    PackageNotSoldError,
    PaymentMethodNotAcceptedError,
    PurchaseLimitReachedError,
)
from trafftpkg.domain.moments import day_of
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import Said, words


@words.register
def _(error: PackageNotSoldError, names: Telling) -> Said:
    first = None if error.first is None else names.formats.day(error.first)
    why = {
        "not_yet": f"is sold from {first} on",
        "sold_out": "is sold out",
        "not_new": "is for new clients only",
    }.get(error.why, "is no longer sold")
    return Said(
        problem=f"{names.package(error.package)} {why}.",
        remedy="Please look at our other packages.",
    )


@words.register
def _(error: PurchaseLimitReachedError, names: Telling) -> Said:
    times = "once" if error.limit == 1 else f"{error.limit} times"
    again = "Please look at our other packages."
    if error.again_at is not None:
        day = day_of(error.again_at, names.catalogue.business.time_zone)
        again = f"You can buy it again from {names.formats.day(day)}."
    return Said(
        problem=f"{names.package(error.package)} can be bought only {times}, and you have bought it already.",
        remedy=again,
    )


@words.register
def _(error: MinimumNotBookedError, names: Telling) -> Said:
    missing = " and ".join(
        f"{each.min} visit{'s' * (each.min != 1)} of {names.service(each.service)}" for each in error.missing
    )
    return Said(
        problem=f"When you buy {names.package(error.package)}, you also book {missing}.",
        remedy="Please choose a time for each of them.",
    )


@words.register
def _(error: MaximumExceededError, names: Telling) -> Said:
    if error.at_purchase and error.service is not None:
        most = f"{error.most} visit{'s' * (error.most != 1)}" if error.most else "no visits"
        return Said(
            problem=f"You can book {most} of {names.service(error.service)} when you buy.",
            remedy="Please choose fewer visits. You can book the others afterwards.",
        )
    what = "in all" if error.service is None else f"of {names.service(error.service)}"
    return Said(
        problem=f"You chose more visits {what} than {names.package(error.package)} includes.",
        remedy="Please choose fewer visits. You can book the others at their own price.",
    )


@words.register
def _(error: PaymentMethodNotAcceptedError, names: Telling) -> Said:
    return Said(
        problem="This payment method is not accepted.", remedy="Please choose one of the methods shown."
    )
