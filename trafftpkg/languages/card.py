"""The business card: how to reach the business, where it is and when it is open, and its legal pages."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.catalogue import Contact, Opening, address_of
from trafftpkg.domain.ids import LocationId
from trafftpkg.languages.telling import Telling

_MAP = "https://www.openstreetmap.org/search"
"""Where a link to a map leads. Nothing is loaded from there."""

Hours = tuple[tuple[str, str], ...]
"""Days and times: `("Mon–Fri", "09:00–18:00")`."""


class CardPlace(NamedTuple):
    """Where visits take place.

    Args:
        name: None for the business as a whole.
        address: Line by line.
        map_link: Where a map shows it. None without an address.
    """

    name: str | None
    address: tuple[str, ...]
    map_link: str | None
    hours: Hours


class LegalPage(NamedTuple):
    """A legal page: what it is called, and where it is."""

    name: str
    address: str


class BusinessCard(NamedTuple):
    """What every page, and every letter, says of the business at its end."""

    contact: Contact
    places: tuple[CardPlace, ...]
    pages: tuple[LegalPage, ...]


def card_of(names: Telling) -> BusinessCard:
    """Return the business card, in the language of who reads it."""
    contact, locations = names.catalogue.business.contact, names.catalogue.locations.values()
    own = [each.id for each in locations if each.hours or each.address not in ((), contact.address)]
    whole = _place(names, None, contact.address, contact.hours)
    places = (whole, *(place_of(each, names) for each in own))
    return BusinessCard(contact, tuple(each for each in places if each.address or each.hours), _pages(names))


def places_of(visits: Iterable[Visit], names: Telling) -> tuple[CardPlace, ...]:
    """Return where visits take place, each once, as far as there is an address."""
    places = (place_of(each, names) for each in dict.fromkeys(visit.location for visit in visits))
    return tuple(each for each in places if each.address)


def place_of(location: LocationId, names: Telling) -> CardPlace:
    """Return a location."""
    found = names.catalogue.locations.get(location)
    address = address_of(location, names.catalogue)
    return _place(names, names.location(location), address, () if found is None else found.hours)


def _place(
    names: Telling, name: str | None, address: tuple[str, ...], hours: tuple[Opening, ...]
) -> CardPlace:
    found = f"{_MAP}?{urlencode({'query': ', '.join(address)})}" if address else None
    return CardPlace(name, address, found, _hours(names, hours))


def _hours(names: Telling, openings: tuple[Opening, ...]) -> Hours:
    """Days with the same times stand together."""
    by_day = {
        day: names.formats.hours((first, until) for _, first, until in found)
        for day, found in groupby(openings, key=lambda each: each[0])
    }
    days: dict[str, list[int]] = {}
    for day, times in by_day.items():
        days.setdefault(times, []).append(day)
    return tuple((names.formats.weekdays(found), times) for times, found in days.items())


def _pages(names: Telling) -> tuple[LegalPage, ...]:
    legal = names.catalogue.business.legal
    pages = (
        (names.gettext("Imprint"), legal.imprint),
        (names.gettext("Privacy"), legal.privacy),
        (names.gettext("Terms of business"), legal.terms),
    )
    return tuple(LegalPage(name, address) for name, address in pages if address)
