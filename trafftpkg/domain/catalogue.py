"""What a business declares: values as they come out of a catalogue that was found good."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.letters import REMINDERS, LetterKind, LetterTexts, ReminderLetterKind
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.package import Package
from trafftpkg.domain.terms import (
    CancellationPolicy,
    Refunds,
    TaxPoint,
)
from trafftpkg.domain.texts import TextIn, Worded
from trafftpkg.domain.value import Value, value


@value
class Tax(Value):
    """A tax by its id; `included` in the declared price, or on top of it."""

    id: str
    name: str
    percent: Decimal
    included: bool


@value
class BookingRules(Value):
    """How booking is offered: grid of starts, shortest notice, furthest day ahead."""

    step: Length
    notice: Length
    horizon: Length


Opening = tuple[int, int, int]
"""A weekday (0 is Monday), and from when until when a place is open, in minutes of the day."""


@value
class Contact(Value):
    """How clients reach the business; `address` is lines, as on a letter.

    Args:
        dial: The phone number as a link has it: `tel:+351-21-555-01-00`; None where it can be none.
        hours: When it is open, as clients are told.
    """

    address: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    dial: str | None = None
    hours: tuple[Opening, ...] = ()


@value
class Legal(Value):
    """What the law asks a business to show: its number for taxes, and where its legal texts are."""

    tax_number: str | None = None
    imprint: str | None = None
    privacy: str | None = None
    terms: str | None = None


@value
class Bank(Value):
    """The account that transfers go to; `iban` without spaces."""

    holder: str
    iban: str
    bic: str | None = None

    @property
    def iban_to_read(self) -> str:
        """In fours: `DE89 3704 0044 0532 0130 00`."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


@value
class Look(Value):
    """What the page shows of the business: a picture below the catalogue's folder, and a colour."""

    logo: str | None = None
    color: str | None = None


@value
class Mailing(Value):
    """Which letters the business sends.

    Args:
        copy_news: It gets a copy of news (not of reminders) at its contact's address.
        reminders: Those that it sends.
    """

    copy_news: bool = True
    reminders: tuple[ReminderLetterKind, ...] = REMINDERS


@value
class Business(Value):
    """Who sells. `time_zone` is an IANA name, `currency` an ISO 4217 code, `region` an ISO 3166 code.

    Args:
        languages: Those that clients are spoken to in; the first is the usual one.
    """

    name: str
    time_zone: str
    currency: str
    locale: str
    taxes: tuple[Tax, ...]
    tax_point: TaxPoint
    payment_methods: tuple[str, ...]
    closed: tuple[DaySpan, ...]
    booking: BookingRules
    cancellation: CancellationPolicy
    region: str | None = None
    contact: Contact = Contact()
    legal: Legal = Legal()
    accounts: Accounts = Accounts()
    languages: tuple[str, ...] = ("en",)
    bank: Bank | None = None
    look: Look | None = None
    mailing: Mailing = Mailing()
    refunds: Refunds | None = None


ClassTime = tuple[int, int]
"""A weekday (0 is Monday), and a minute of the day by the location's clock."""


@value
class Service(Worded):
    """A kind of appointment. Lengths are whole minutes; `capacity` is clients at one start.

    Args:
        timetable: When it begins, sorted; empty: whenever somebody is free (R-5.14).
    """

    id: ServiceId
    name: str
    description: str
    image: str | None
    color: str | None
    duration: int
    buffer_before: int
    buffer_after: int
    price: Decimal
    taxes: tuple[str, ...]
    capacity: int
    position: int
    category: str = ""
    timetable: tuple[ClassTime, ...] = ()
    texts: tuple[TextIn, ...] = ()


@value
class Location(Worded):
    """Where appointments take place; its days and hours are local to `time_zone`.

    Args:
        address: Its own, line by line; empty where it has none of its own.
        hours: When it is open, as clients are told, where that is not as the business.
    """

    id: LocationId
    name: str
    time_zone: str
    closed: tuple[DaySpan, ...]
    texts: tuple[TextIn, ...] = ()
    address: tuple[str, ...] = ()
    hours: tuple[Opening, ...] = ()


@value
class Shift(Value):
    """A stretch of a weekday (0 is Monday) in the location's local time; until midnight, `end` is None."""

    weekday: int
    start: time
    end: time | None


@value
class Employee(Value):
    """Who gives services, where, and when; shifts are sorted and do not overlap."""

    id: EmployeeId
    name: str
    services: tuple[ServiceId, ...]
    locations: tuple[LocationId, ...]
    shifts: tuple[Shift, ...]
    days_off: tuple[DaySpan, ...]


@value
class Catalogue(Value):
    """Everything a business declares, by id, in the order of `position`, then id."""

    business: Business
    services: Mapping[ServiceId, Service]
    locations: Mapping[LocationId, Location]
    employees: Mapping[EmployeeId, Employee]
    packages: Mapping[PackageId, Package]
    letters: tuple[LetterTexts, ...] = ()

    def letter(self, kind: LetterKind) -> LetterTexts:
        """Return what the business says in letters of a kind; nothing where it leaves the usual words."""
        return next((each for each in self.letters if each.kind == kind), LetterTexts(kind=kind))

    def text_in(self, language: str) -> "Catalogue":
        """Return the same catalogue, told in a language (R-13.1)."""
        return Catalogue(
            business=self.business,
            services={key: each.text_in(language) for key, each in self.services.items()},
            locations={key: each.text_in(language) for key, each in self.locations.items()},
            employees=self.employees,
            packages={key: each.text_in(language) for key, each in self.packages.items()},
            letters=tuple(each.text_in(language) for each in self.letters),
        )


def by_category(catalogue: Catalogue) -> list[tuple[str, list[Service]]]:
    """Return the services by category, in the order of the first of each; those of none come last."""
    found: dict[str, list[Service]] = {}
    for each in catalogue.services.values():
        found.setdefault(each.category, []).append(each)
    return sorted(found.items(), key=lambda each: not each[0])


def address_of(location: LocationId, catalogue: Catalogue) -> tuple[str, ...]:
    """Return where a location is: its own address, or the business's where that has no other location."""
    found = catalogue.locations.get(location)
    own = () if found is None else found.address
    return own or (catalogue.business.contact.address if len(catalogue.locations) == 1 else ())


def is_closed(day: date, spans: tuple[DaySpan, ...]) -> bool:
    """Tell whether a day lies in any of the spans."""
    return any(day in span for span in spans)
