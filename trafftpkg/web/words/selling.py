"""Words for packages that cannot be sold like this."""

from trafftpkg.domain.errors.selling import (
    MaximumExceededError,
    MinimumNotBookedError,
    PackageNotSoldError,
    PaymentMethodNotAcceptedError,
    PurchaseLimitReachedError,
)
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.moments import day_of
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import Said, words


@words.register
def _(error: PackageNotSoldError, names: Telling) -> Said:
    return Said(problem=_why_not(error, names), remedy=names.gettext("Please look at our other packages."))


def _why_not(error: PackageNotSoldError, names: Telling) -> str:
    package = names.package(error.package)
    if error.why == "not_yet" and error.first is not None:
        first = names.formats.day(error.first)
        return names.gettext("%(package)s is sold from %(day)s on.", package=package, day=first)
    if error.why == "sold_out":
        return names.gettext("%(package)s is sold out.", package=package)
    if error.why == "not_new":
        return names.gettext("%(package)s is for new clients only.", package=package)
    return names.gettext("%(package)s is no longer sold.", package=package)


@words.register
def _(error: PurchaseLimitReachedError, names: Telling) -> Said:
    problem = names.ngettext(
        "%(package)s can be bought only once, and you have bought it already.",
        "%(package)s can be bought only %(num)s times, and you have bought it already.",
        error.limit,
        package=names.package(error.package),
    )
    again = names.gettext("Please look at our other packages.")
    if error.again_at is not None:
        day = day_of(error.again_at, names.catalogue.business.time_zone)
        again = names.gettext("You can buy it again from %(day)s.", day=names.formats.day(day))
    return Said(problem=problem, remedy=again)


def _visits_of(names: Telling, count: int, service: ServiceId) -> str:
    """`2 visits of Facial`."""
    return names.ngettext(
        "%(num)s visit of %(service)s",
        "%(num)s visits of %(service)s",
        count,
        service=names.service(service),
    )


@words.register
def _(error: MinimumNotBookedError, names: Telling) -> Said:
    missing = names.formats.all_of([_visits_of(names, each.min, each.service) for each in error.missing])
    return Said(
        problem=names.gettext(
            "When you buy %(package)s, you also book %(visits)s.",
            package=names.package(error.package),
            visits=missing,
        ),
        remedy=names.gettext("Please choose a time for each of them."),
    )


@words.register
def _(error: MaximumExceededError, names: Telling) -> Said:
    if error.at_purchase and error.service is not None:
        return Said(
            problem=_most_at_purchase(names, error.most, error.service),
            remedy=names.gettext("Please choose fewer visits. You can book the others afterwards."),
        )
    return Said(
        problem=_most_in_all(names, error),
        remedy=names.gettext("Please choose fewer visits. You can book the others at their own price."),
    )


def _most_at_purchase(names: Telling, most: int, service: ServiceId) -> str:
    if not most:
        return names.gettext(
            "You can book no visits of %(service)s when you buy.", service=names.service(service)
        )
    return names.gettext("You can book %(visits)s when you buy.", visits=_visits_of(names, most, service))


def _most_in_all(names: Telling, error: MaximumExceededError) -> str:
    package = names.package(error.package)
    if error.service is None:
        return names.gettext("You chose more visits in all than %(package)s includes.", package=package)
    return names.gettext(
        "You chose more visits of %(service)s than %(package)s includes.",
        service=names.service(error.service),
        package=package,
    )


@words.register
def _(error: PaymentMethodNotAcceptedError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("This payment method is not accepted."),
        remedy=names.gettext("Please choose one of the methods shown."),
    )
