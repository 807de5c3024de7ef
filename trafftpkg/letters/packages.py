"""What a letter says of a package: what it holds, what is left of it, and until when it can be used."""

from collections.abc import Iterator

from trafftpkg.letters.facts import PurchaseTold
from trafftpkg.letters.saying import Saying
from trafftpkg.letters.sheet import Link, Part, Row
from trafftpkg.letters.texts import one_line


def package_part(told: PurchaseTold, saying: Saying, links: tuple[Link, ...] = ()) -> Part:
    """Return what a letter says of a package."""
    rows = (*_facts(told, saying), *_validity(told, saying))
    return Part(heading=saying.package(told.purchase), rows=rows, links=links)


def used_up_part(told: PurchaseTold, saying: Saying, links: tuple[Link, ...]) -> Part:
    """Return what a letter says of a used-up package: not until when it could be used."""
    return Part(heading=saying.package(told.purchase), rows=tuple(_facts(told, saying)), links=links)


def _facts(told: PurchaseTold, saying: Saying) -> Iterator[Row]:
    purchase, formats = told.purchase, saying.formats
    measure = purchase.terms.measure
    held = purchase.granted + purchase.received + purchase.adjusted
    yield Row(label=saying.gettext("Includes"), fact=formats.units(held, measure))
    services = [one_line(saying.telling.service(each.service)) for each in purchase.terms.inclusions]
    yield Row(label=saying.gettext("Services"), fact=formats.any_of(services))
    if told.balance.available != held:
        yield Row(label=saying.gettext("Left"), fact=formats.units(told.balance.available, measure))


def _validity(told: PurchaseTold, saying: Saying) -> Iterator[Row]:
    until = _until(told, saying)
    if until:
        yield Row(label=saying.gettext("Valid"), fact=until)


def _until(told: PurchaseTold, saying: Saying) -> str | None:
    purchase = told.purchase
    if purchase.last_day is not None:
        return saying.gettext("until %(day)s", day=saying.formats.day(purchase.last_day))
    if purchase.freezes or purchase.terms.validity_from != "first-appointment":
        return None
    return saying.gettext("from the day of the first visit on")
