"""Whom a letter speaks to, and in which words: the facts, who writes, and the reader's language."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.catalogue import Business, address_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.languages.choosing import language_for
from trafftpkg.languages.language import Languages
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.facts import LetterFacts, Letterhead, PurchaseTold
from trafftpkg.letters.texts import one_line


class Saying:
    """One letter's facts, told in the language of who reads it."""

    def __init__(self, facts: LetterFacts, head: Letterhead, known: Languages) -> None:
        spoken = language_for(head.catalogue.business.languages, facts.client.language)
        self.facts = facts
        self.links = head.links
        self.telling = Telling(head.catalogue, known.named(spoken))
        self.formats = self.telling.formats
        self.gettext = self.telling.gettext
        self.ngettext = self.telling.ngettext

    @property
    def business(self) -> Business:
        """Who writes."""
        return self.telling.catalogue.business

    def called(self, key: ClientKey) -> str:
        """Return what a client is called by others."""
        known = next((each for each in self.facts.others if each.key == key), None)
        return self.gettext("Somebody else") if known is None else name_of(known)

    def told(self, purchase: PurchaseId) -> PurchaseTold | None:
        """Return a purchase of the letter."""
        return next((each for each in self.facts.purchases if each.purchase.id == purchase), None)

    def money(self, amount: Decimal) -> str:
        """`€480.00`."""
        return self.formats.money(amount)

    def day(self, moment: datetime) -> str:
        """`5 July 2026`, by the business's clock."""
        return self.formats.day(day_of(moment, self.facts.time_zone))

    def moment(self, moment: datetime, zone: str | None = None) -> str:
        """`Mon 19 Jan 2026, 10:00`, by the business's clock or another's."""
        return self.formats.moment(moment, zone or self.facts.time_zone)

    def when(self, visit: Visit) -> str:
        """`Tue 20 Jan 2026, 10:00–10:50`, and whose time where it is not the business's or the reader's."""
        told, zone = self.formats.visit(visit), visit.time_zone
        if {zone} == {self.facts.time_zone, self.facts.client.time_zone or zone}:
            return told
        locale = Locale.parse(self.formats.lang, sep="-")
        city = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
        return self.gettext("%(times)s (%(city)s time)", times=told, city=city)

    def where(self, visit: Visit) -> str:
        """`City centre`, and its address where that is known."""
        named = self.telling.location(visit.location)
        return ", ".join([named, *address_of(visit.location, self.telling.catalogue)])

    def left(self, told: PurchaseTold) -> str:
        """`7 left until 5 July 2026`: what can still be booked of a purchase."""
        purchase = told.purchase
        left = self.formats.number(told.balance.available, purchase.terms.measure)
        if purchase.last_day is None:
            return self.gettext("%(left)s left", left=left)
        until = self.formats.day(purchase.last_day)
        return self.gettext("%(left)s left until %(day)s", left=left, day=until)

    def package(self, purchase: Purchase) -> str:
        """Return the name under which a purchase was sold."""
        return one_line(self.telling.purchase(purchase))


def name_of(client: Client) -> str:
    """Return what a client is called: the name, or else the handle."""
    return one_line(client.name or "") or client.handle
