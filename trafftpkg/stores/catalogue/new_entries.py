"""New services, locations and employees: valid as they are, with comments on what else can be declared.

Nobody can book with any of them yet: nobody gives a new service or works at a new location, and a new
employee has no hours.
"""

from collections.abc import Callable, Mapping

from trafftpkg.domain.catalogue import Catalogue, Service
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.money import rounded

_USUAL_PRICE = 60
_COLUMN = 33

_SERVICE = """\
- id: {id}
  name: "{name}"
  # description: {description}
  # category: {category} @ of one category stand together on the page
  # image: images/{id}.jpg @ below the catalogue's folder
  # color: "#3F8EFC" @ in quotes: an unquoted # starts a comment
  duration: 60m @ how long a visit takes
  # buffer_before: 5m @ working time to get ready
  # buffer_after: 10m @ working time to clean up
  price: {price} @ {currency}, one visit without a package
  # taxes: [{tax}] @ of business.yaml
  # capacity: 12 @ more than 1 makes it a class
  # timetable: {{mon-fri: ["07:00"], wed: ["18:30"]}} @ a visit begins then, and not otherwise
  # position: 10 @ lower comes first on the page
"""
_LOCATION = """\
- id: {id}
  name: "{name}"
  # time_zone: {zone} @ of its clocks; left out, the business's
  # closed: [2026-12-24] @ days, beside those of the business
  # address: ["Rua Garrett 24", "1200-204 Lisboa"] @ as on a letter
  # hours: {{mon-fri: ["09:00-18:00"]}} @ when it is open, as clients are told
"""
_EMPLOYEE = """\
- id: {id}
  name: "{name}"
  services: [{service}] @ what they give
  locations: [{location}] @ where they work
  hours: {hours} @ as {{mon-fri: ["09:00-13:00", "14:00-18:00"]}}
  # days_off: [2026-12-24, 2026-12-27/2027-01-02]
"""
"""The text after ` @ ` is aligned in a column."""

NO_HOURS, USUAL_HOURS = "{}", '{mon-fri: ["09:00-17:00"]}'


def new_service_lines(
    identifier: str,
    currency: str,
    *,
    like: Service | None = None,
    tax: str = "vat",
    languages: tuple[str, ...] = ("en",),
) -> list[str]:
    """Return the lines of a new service, at the price of another."""
    return _filled(
        _SERVICE,
        id=identifier,
        name=name_from(identifier),
        description=in_each(languages, "A sentence or two for the booking page."),
        category=in_each(languages, "Body"),
        price=rounded(_USUAL_PRICE, 1, currency) if like is None else like.price,
        currency=currency,
        tax=tax,
    )


def new_location_lines(identifier: str, zone: str) -> list[str]:
    """Return the lines of a new location."""
    return _filled(_LOCATION, id=identifier, name=name_from(identifier), zone=zone)


def new_employee_lines(identifier: str, service: str, location: str, hours: str = NO_HOURS) -> list[str]:
    """Return the lines of a new employee, who gives one service at one location."""
    facts = {"id": identifier, "name": name_from(identifier), "service": service, "location": location}
    return _filled(_EMPLOYEE, **facts, hours=hours)


def name_from(identifier: str) -> str:
    """Return a name to begin with: `Glow 12` for `glow-12`."""
    return identifier.replace("-", " ").capitalize()


def first_service(catalogue: Catalogue, identifier: str) -> Service:
    """Return the service that something new begins with.

    Raises:
        BadArgumentError: the catalogue declares none.
    """
    found = next(iter(catalogue.services.values()), None)
    if found is None:
        raise BadArgumentError(field="package", reason="no_service", given=identifier)
    return found


def in_each(languages: tuple[str, ...], text: str) -> str:
    """Return a text as it is written for all languages: `{en: …, pt: …}`."""
    if len(languages) == 1:
        return text
    return f"{{{', '.join(f'{language}: {text}' for language in languages)}}}"


def in_columns(line: str) -> str:
    """Return a line of a template with its comment in a column."""
    said, comment, words = line.partition(" @ ")
    return f"{said:<{_COLUMN}} # {words}" if comment else line


def _filled(template: str, **facts: object) -> list[str]:
    return [in_columns(line) for line in template.format(**facts).splitlines()]


def _service(identifier: str, catalogue: Catalogue) -> list[str]:
    business = catalogue.business
    like = next(iter(catalogue.services.values()), None)
    tax = next((each.id for each in business.taxes), "vat")
    return new_service_lines(identifier, business.currency, like=like, tax=tax, languages=business.languages)


def _location(identifier: str, catalogue: Catalogue) -> list[str]:
    return new_location_lines(identifier, catalogue.business.time_zone)


def _employee(identifier: str, catalogue: Catalogue) -> list[str]:
    location = next(iter(catalogue.locations), None)
    if location is None:
        raise BadArgumentError(field="package", reason="no_location", given=identifier)
    return new_employee_lines(identifier, first_service(catalogue, identifier).id, location)


ENTRIES: Mapping[str, Callable[[str, Catalogue], list[str]]] = {
    "service": _service,
    "location": _location,
    "employee": _employee,
}
"""What the kinds begin with that are items of a file: of `services.yaml` for `service`."""
