"""Turns the models of a good catalogue into values of the domain."""

from datetime import time
from decimal import Decimal
from typing import TypeVar

from trafftpkg.domain import catalogue as domain
from trafftpkg.domain import package
from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.letters import LetterKind, LetterTexts
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.terms import CancellationPolicy, Deposit, Inclusion, Only, Unit, Validity
from trafftpkg.domain.texts import TextIn
from trafftpkg.stores.catalogue import schema
from trafftpkg.stores.catalogue.business_card import Contact, OpeningHours
from trafftpkg.stores.catalogue.declared import Declarations
from trafftpkg.stores.catalogue.languages import WORDED, in_languages
from trafftpkg.stores.catalogue.phones import phone_link
from trafftpkg.stores.catalogue.text_forms import TextByLanguage, language_of_locale
from trafftpkg.stores.catalogue.time_forms import weekdays_of
from trafftpkg.stores.catalogue.units import most_units, total_units

Model = TypeVar("Model", schema.Service, schema.Location, schema.Employee)

_UNITS: dict[str, Unit] = {"session": "session", "hour": "minute"}
_NO_VALIDITY = Validity()


def catalogue_of(declared: Declarations) -> domain.Catalogue:
    """Return the catalogue, by position and id.

    `declared` must have no errors.
    """
    assert declared.business is not None
    business = _business_of(declared.business)
    step = Decimal(1).scaleb(-digits_of(business.currency))
    spoken = business.languages[0]
    services = [_service_of(each, step, spoken) for each in _good(declared.services)]
    by_id = {each.id: each for each in services}
    packages = [
        _package_of(name, each, business, by_id, step)
        for name, each in declared.packages.items()
        if each is not None
    ]
    locations = [_location_of(each, business) for each in _good(declared.locations)]
    employees = [_employee_of(each) for each in _good(declared.employees)]
    return domain.Catalogue(
        business=business,
        services={each.id: each for each in sorted(services, key=_by_position)},
        locations={each.id: each for each in sorted(locations, key=lambda each: each.id)},
        employees={each.id: each for each in sorted(employees, key=lambda each: each.id)},
        packages={each.id: each for each in sorted(packages, key=_by_position)},
        letters=tuple(_letter_of(kind, each, spoken) for kind, each in declared.letters.items() if each),
    )


def _by_position(each: domain.Service | package.Package) -> tuple[int, str]:
    return each.position, each.id


def _good(items: list[Model | None]) -> list[Model]:
    return [each for each in items if each is not None]


def _business_of(declared: schema.Business) -> domain.Business:
    """Return the business."""
    booking, cancellation = declared.booking, declared.cancellation
    return domain.Business(
        name=declared.name,
        time_zone=declared.time_zone,
        currency=declared.currency,
        locale=declared.locale,
        languages=tuple(declared.languages or [language_of_locale(declared.locale)]),
        region=declared.region,
        contact=_contact_of(declared.contact, declared.region),
        legal=domain.Legal(**dict(declared.legal)),
        accounts=_accounts_of(declared.accounts),
        taxes=tuple(domain.Tax(**dict(each)) for each in declared.taxes),
        tax_point=declared.tax_point,
        payment_methods=tuple(declared.payment_methods),
        closed=tuple(declared.closed),
        booking=domain.BookingRules(step=booking.step, notice=booking.notice, horizon=booking.horizon),
        cancellation=CancellationPolicy(**dict(cancellation)),
        bank=None if declared.bank is None else domain.Bank(**dict(declared.bank)),
        look=None if declared.look is None else domain.Look(**dict(declared.look)),
        mailing=domain.Mailing(**{**dict(declared.mailing), "reminders": tuple(declared.mailing.reminders)}),
        refunds=declared.refunds,
    )


def _contact_of(declared: Contact, region: str | None) -> domain.Contact:
    return domain.Contact(
        address=tuple(declared.address),
        phone=declared.phone,
        email=declared.email,
        dial=None if declared.phone is None else phone_link(declared.phone, region),
        hours=openings_of(declared.hours),
    )


def _accounts_of(declared: schema.Accounts) -> Accounts:
    """Return the accounts of the journal."""
    others = {"methods": tuple(declared.methods.items()), "taxes": tuple(declared.taxes.items())}
    return Accounts(**{**dict(declared), **others})


def _usual(text: TextByLanguage | None, spoken: str) -> str:
    """Return a text in the usual language."""
    return text[spoken] if isinstance(text, dict) else text or ""


def _texts(
    declared: schema.Service | schema.Location | schema.Package | schema.Letter, spoken: str
) -> tuple[TextIn, ...]:
    """Return the texts in all other languages."""
    return tuple(
        (language, field, text)
        for field in WORDED
        for language, text in in_languages(declared, field).items()
        if language != spoken
    )


def _service_of(declared: schema.Service, step: Decimal, spoken: str) -> domain.Service:
    """Return a service.

    Args:
        step: The smallest amount of the currency.
        spoken: The usual language.
    """
    return domain.Service(
        id=ServiceId(declared.id),
        name=_usual(declared.name, spoken),
        description=_usual(declared.description, spoken),
        image=declared.image,
        color=declared.color,
        duration=declared.duration,
        buffer_before=declared.buffer_before,
        buffer_after=declared.buffer_after,
        price=declared.price.quantize(step),
        taxes=tuple(declared.taxes),
        capacity=declared.capacity,
        position=declared.position,
        category=_usual(declared.category, spoken),
        timetable=timetable_of(declared.timetable or {}),
        texts=_texts(declared, spoken),
    )


def _letter_of(kind: LetterKind, declared: schema.Letter, spoken: str) -> LetterTexts:
    """Return what letters of a kind say."""
    return LetterTexts(
        kind=kind,
        subject=_usual(declared.subject, spoken),
        opening=_usual(declared.opening, spoken),
        closing=_usual(declared.closing, spoken),
        texts=_texts(declared, spoken),
    )


def _location_of(declared: schema.Location, business: domain.Business) -> domain.Location:
    """Return a location, in the business's time zone unless it has its own."""
    return domain.Location(
        id=LocationId(declared.id),
        name=_usual(declared.name, business.languages[0]),
        time_zone=declared.time_zone or business.time_zone,
        closed=tuple(declared.closed),
        texts=_texts(declared, business.languages[0]),
        address=tuple(declared.address),
        hours=openings_of(declared.hours),
    )


def _employee_of(declared: schema.Employee) -> domain.Employee:
    """Return an employee."""
    return domain.Employee(
        id=EmployeeId(declared.id),
        name=declared.name,
        services=tuple(map(ServiceId, declared.services)),
        locations=tuple(map(LocationId, declared.locations)),
        shifts=_shifts_of(declared.hours),
        days_off=tuple(declared.days_off),
    )


def _package_of(
    name: str,
    declared: schema.Package,
    business: domain.Business,
    services: dict[ServiceId, domain.Service],
    step: Decimal,
) -> package.Package:
    """Return a package in units, with the terms that it takes from business and services."""
    price, limit, spoken = declared.price, declared.limit_per_client, business.languages[0]
    total = total_units(declared)
    return package.Package(
        id=PackageId(name),
        name=_usual(declared.name, spoken),
        description=_usual(declared.description, spoken),
        image=declared.image,
        gallery=tuple(declared.gallery),
        color=declared.color,
        position=declared.position,
        status=declared.status,
        unit=_UNITS[declared.unit],
        inclusions=tuple(
            _inclusion_of(each, declared, services[ServiceId(each.service)], total)
            for each in declared.services
        ),
        total=total,
        price=price.amount.quantize(step),
        original=None if price.original is None else price.original.quantize(step),
        taxes=tuple(price.taxes),
        payment_methods=business.payment_methods
        if price.payment_methods is None
        else tuple(price.payment_methods),
        deposit=None if price.deposit is None else _deposit_of(price.deposit, step),
        pay_within=price.pay_within,
        validity=_NO_VALIDITY if declared.validity is None else Validity(**declared.validity.__dict__),
        validity_from=declared.validity_from,
        redeem_by=declared.redeem_by,
        limit=None if limit is None else package.PurchaseLimit(purchases=limit.purchases, every=limit.every),
        priority=declared.priority,
        redirect_url=declared.redirect_url,
        members=declared.members,
        on_sale=None if declared.on_sale is None else package.OnSale(**dict(declared.on_sale)),
        only=None if declared.only is None else only_of(declared.only),
        texts=_texts(declared, spoken),
        refunds=declared.refunds or business.refunds,
    )


def only_of(declared: schema.Only) -> Only:
    """Return which visits a package pays for."""
    return Only(
        locations=tuple(map(LocationId, declared.locations or ())),
        employees=tuple(map(EmployeeId, declared.employees or ())),
        days=tuple(sorted({day for each in declared.days or () for day in weekdays_of(each)})),
        hours=tuple(
            sorted((minute_of(first), minute_of(until) or 1440) for first, until in declared.hours or ())
        ),
    )


def openings_of(declared: OpeningHours) -> tuple[domain.Opening, ...]:
    """Return when a place is open, by weekday and start."""
    return tuple(
        (each.weekday, minute_of(each.start), minute_of(each.end) or 1440) for each in _shifts_of(declared)
    )


def _shifts_of(declared: OpeningHours) -> tuple[domain.Shift, ...]:
    """Return shifts by weekday and start."""
    shifts = [
        domain.Shift(weekday=weekday, start=start, end=end)
        for days, times in declared.items()
        for weekday in weekdays_of(days)
        for start, end in times
    ]
    return tuple(sorted(shifts, key=lambda each: (each.weekday, each.start)))


def timetable_of(declared: dict[str, list[time]]) -> tuple[domain.ClassTime, ...]:
    """Return when a visit begins in a week, once each."""
    times = {
        (day, minute_of(each))
        for days, starts in declared.items()
        for day in weekdays_of(days)
        for each in starts
    }
    return tuple(sorted(times))


def minute_of(clock: time | None) -> int:
    """Return the minute of the day; 0 for midnight at its end too."""
    return 0 if clock is None else clock.hour * 60 + clock.minute


def _inclusion_of(
    declared: schema.Inclusion, package: schema.Package, service: domain.Service, total: int
) -> Inclusion:
    most = most_units(declared, package)
    return Inclusion(
        service=service.id,
        min=declared.min,
        max_units=total if most is None else most,
        uses=declared.uses,
        duration=service.duration,
        list_price=service.price,
        max_at_purchase=declared.max_at_purchase,
    )


def _deposit_of(declared: schema.Deposit, step: Decimal) -> Deposit:
    amount = None if declared.amount is None else declared.amount.quantize(step)
    return Deposit(percent=declared.percent, amount=amount)
