"""A package or a service as a client would see it.

Source:
    Trafft help, "Packages": the card shows the number of services instead of a duration, the price beside
    the one struck through, the discount, each service with its minimum and maximum, and the validity.
"""

from decimal import ROUND_HALF_UP, Decimal

from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.widths import hung, listed
from trafftpkg.domain.catalogue import Catalogue, Service, Tax
from trafftpkg.domain.package import OnSale, Package
from trafftpkg.domain.terms import Inclusion, Only, Refunds, Unit, Validity
from trafftpkg.domain.wording import (
    day_in_words,
    hours_in_words,
    timetable_in_words,
    told_in_words,
    units_in_words,
    weekdays_in_words,
)

_UNITS = ("days", "weeks", "months", "years")
_REFUNDS: dict[Refunds, str] = {
    "pro-rata": "what is left, pro rata",
    "list-price": "what is left, less the list price of used visits",
    "none": "none",
}


def package_card(package: Package, catalogue: Catalogue) -> list[str]:
    """Return what a client should know before buying, and the status for those who sell."""
    currency = catalogue.business.currency
    rows = [
        ("contains", contents_words(package)),
        *(("", _inclusion(each, package, catalogue)) for each in package.inclusions),
        ("price", price_words(package, currency)),
        ("taxes", ", ".join(tax_words(each) for each in _taxes(package, catalogue)) or "none"),
        ("pay by", ", ".join(package.payment_methods)),
        *([("deposit", _deposit(package, currency))] if package.deposit else []),
        ("valid", validity_words(package)),
        *([("refunds", _REFUNDS[package.refunds])] if package.refunds else []),
        *([("limit", _limit(package))] if package.limit else []),
        *([("shared", f"with up to {package.members} others")] if package.members else []),
        *([("on sale", on_sale_words(package.on_sale))] if package.on_sale else []),
        *([("only", only_words(package.only))] if package.only else []),
        ("status", package.status),
    ]
    return [*card_heading(package.name, package.id, package.description), *listed(rows, margin="  ")]


def service_card(service: Service, catalogue: Catalogue) -> list[str]:
    """Return what a service is, what it costs, and who gives it."""
    by = [each.name for each in catalogue.employees.values() if service.id in each.services]
    rows = [
        *([("category", service.category)] if service.category else []),
        ("takes", units_in_words(service.duration, "minute")),
        *([("begins", timetable_in_words(service.timetable))] if service.timetable else []),
        ("price", money_words(service.price, catalogue.business.currency)),
        *([("places", str(service.capacity))] if service.capacity > 1 else []),
        ("with", ", ".join(by) or "nobody yet"),
    ]
    return [*card_heading(service.name, service.id, service.description), *listed(rows, margin="  ")]


def card_heading(name: str, identifier: str, description: str = "") -> list[str]:
    """Return what a thing is called, and below it what it is."""
    return [*hung("", f"{name} ({identifier})"), *(hung("", description) if description else [])]


def contents_words(package: Package) -> str:
    """`10 sessions of 2 services`, `4 h of 1 service`."""
    services = len(package.inclusions)
    return (
        f"{told_in_words(package.total, package.measure)} of {services} service{'' if services == 1 else 's'}"
    )


def price_words(package: Package, currency: str) -> str:
    """`480.00 EUR instead of 600.00 EUR (-20 %)`."""
    price = money_words(package.price, currency)
    if package.original is None or package.original <= package.price:
        return price
    off = (package.original - package.price) * 100 / package.original
    return f"{price} instead of {money_words(package.original, currency)} (-{_whole(off)} %)"


def validity_words(package: Package) -> str:
    """`6 months from the purchase, at the latest until 31 December 2026`, or `without an end`."""
    validity = package.validity
    length = length_words(validity)
    begins = "the purchase" if package.validity_from == "purchase" else "the first appointment"
    parts = [f"{length} from {begins}"] if length else []
    if validity.until is not None:
        parts.append(f"{'at the latest ' if parts else ''}until {day_in_words(validity.until)}")
    words = ", ".join(parts) or "without an end"
    return (
        f"{words}; to be booked before, the visit may come later" if package.redeem_by == "booking" else words
    )


def inclusion_words(inclusion: Inclusion, unit: Unit) -> str:
    """`up to 6, 2 sessions each, at least 1 booked with the purchase`."""
    most = inclusion.max_units // inclusion.uses
    words = f"up to {most}" if unit == "session" else f"up to {units_in_words(most, 'minute')}"
    uses = f", {inclusion.uses} sessions each" if inclusion.uses > 1 else ""
    return f"{words}{uses}{_with_purchase(inclusion)}"


def on_sale_words(season: OnSale) -> str:
    """`from 1 January 2026, until 31 March 2026, 50 in all, new clients only`."""
    parts = [
        *([f"from {day_in_words(season.first)}"] if season.first else []),
        *([f"until {day_in_words(season.until)}"] if season.until else []),
        *([f"{season.sales} in all"] if season.sales else []),
        *(["new clients only"] if season.new_clients_only else []),
    ]
    return ", ".join(parts) or "always"


def only_words(only: Only) -> str:
    """`visits at centre, with mira or jo, on Mon–Thu, that begin at 09:00–16:00`."""
    parts = [
        *([f"at {' or '.join(only.locations)}"] if only.locations else []),
        *([f"with {' or '.join(only.employees)}"] if only.employees else []),
        *([f"on {weekdays_in_words(only.days)}"] if only.days else []),
        *([f"that begin at {hours_in_words(only.hours)}"] if only.hours else []),
    ]
    return f"visits {', '.join(parts)}"


def _with_purchase(inclusion: Inclusion) -> str:
    least, most = inclusion.min, inclusion.max_at_purchase
    if most is None:
        return f", at least {least} booked with the purchase" if least else ""
    if not most:
        return ", none booked with the purchase"
    many = f"{least}" if least == most else f"{least} to {most}" if least else f"at most {most}"
    return f", {many} booked with the purchase"


def tax_words(tax: Tax) -> str:
    """`VAT 20 % included`."""
    return f"{tax.name} {tax.percent.normalize():f} % {'included' if tax.included else 'on top'}"


def length_words(validity: Validity) -> str | None:
    """`6 months`; None where only a day ends it, or nothing."""
    counts = [(unit, getattr(validity, unit)) for unit in _UNITS]
    lengths = [f"{count} {unit[:-1] if count == 1 else unit}" for unit, count in counts if count is not None]
    return " and ".join(lengths) or None


def _inclusion(inclusion: Inclusion, package: Package, catalogue: Catalogue) -> str:
    service = catalogue.services.get(inclusion.service)
    return f"{service.name if service else inclusion.service}: {inclusion_words(inclusion, package.unit)}"


def _taxes(package: Package, catalogue: Catalogue) -> list[Tax]:
    return [each for each in catalogue.business.taxes if each.id in package.taxes]


def _deposit(package: Package, currency: str) -> str:
    deposit = package.deposit
    assert deposit is not None
    if deposit.amount is not None:
        return f"{money_words(deposit.amount, currency)} to begin with"
    assert deposit.percent is not None
    return f"{deposit.percent.normalize():f} % to begin with"


def _limit(package: Package) -> str:
    limit = package.limit
    assert limit is not None
    every = f" every {limit.every}" if limit.every else ""
    return f"{limit.purchases} a client{every}"


def _whole(percent: Decimal) -> str:
    return str(percent.quantize(Decimal(1), rounding=ROUND_HALF_UP))
