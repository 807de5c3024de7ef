"""Warnings: what is possible, but probably a mistake. Each file is looked at by itself."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path as FilePath

from trafftpkg.domain.texts import SPOKEN
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.declared import Declarations, FileProblem
from trafftpkg.stores.catalogue.languages import untranslated
from trafftpkg.stores.catalogue.phones import phone_link
from trafftpkg.stores.catalogue.pictures.problems import picture_problems
from trafftpkg.stores.catalogue.problem import Problem, did_you_mean
from trafftpkg.stores.catalogue.rules import apply
from trafftpkg.stores.catalogue.schema import Business, Location, Package, Service
from trafftpkg.stores.catalogue.time_forms import weekdays_of
from trafftpkg.stores.catalogue.units import most_at_purchase, most_units


def warnings_about(declared: Declarations, known: CrossReferences, folder: FilePath) -> Iterator[FileProblem]:
    """Yield the warnings about everything that is declared, as far as it could be read."""
    business = () if declared.business is None else apply(_OF_BUSINESS, declared.business, known)
    yield from (
        (names.BUSINESS, problem) for problem in (*business, *picture_problems(declared.business, folder))
    )
    for name, package in declared.packages.items():
        found = () if package is None else apply(_OF_PACKAGES, package, known)
        pictures = picture_problems(package, folder)
        yield from ((names.package_file(name), problem) for problem in (*found, *pictures))
    for kind, letter in declared.letters.items():
        found = () if letter is None else apply((untranslated,), letter, known)
        yield from ((names.letter_file(kind), problem) for problem in found)
    for number, service in enumerate(declared.services):
        found = () if service is None else apply((_times_once, untranslated), service, known)
        pictures = picture_problems(service, folder)
        yield from ((names.SERVICES, problem.below(number)) for problem in (*found, *pictures))
    for number, location in enumerate(declared.locations):
        found = () if location is None else apply((_zone_is_a_place, untranslated), location, known)
        yield from ((names.LOCATIONS, problem.below(number)) for problem in found)


def _zone_is_a_place(declared: Business | Location, _: CrossReferences) -> Iterator[Problem]:
    zone = declared.time_zone
    if zone is not None and (zone in _NO_PLACES or zone.startswith(_NO_CITIES)):
        problem = f"'{zone}' is no place, and its clocks may never change. Name a city, as Europe/Lisbon"
        yield Problem(("time_zone",), "zone_of_no_place", problem, "warning")


_NO_CITIES = ("Etc/", "SystemV/", "posix/", "right/")
_NO_PLACES = frozenset(
    """
    CET CST6CDT EET EST EST5EDT Factory GMT GMT+0 GMT-0 GMT0 Greenwich HST MET MST MST7MDT PST8PDT UCT UTC
    Universal WET Zulu localtime posixrules
    """.split()
)


def _phone_is_possible(business: Business, _: CrossReferences) -> Iterator[Problem]:
    phone = business.contact.phone
    if phone is not None and phone_link(phone, business.region) is None:
        code = "" if business.region else ", or has no country's code and no `region` says which it is"
        problem = f"'{phone}' is no phone number that can be dialled{code}"
        yield Problem(("contact", "phone"), "not_a_phone_number", problem, "warning")


def _transfers_have_an_account(business: Business, _: CrossReferences) -> Iterator[Problem]:
    if business.bank is None and _TRANSFER in business.payment_methods:
        where = ("payment_methods", business.payment_methods.index(_TRANSFER))
        problem = (
            "clients are asked for a transfer, and not told where to. Fill in bank: {holder: …, iban: …}"
        )
        yield Problem(where, "transfer_without_bank", problem, "warning")


_TRANSFER = "bank-transfer"


def _languages_exist(business: Business, _: CrossReferences) -> Iterator[Problem]:
    for number, language in enumerate(business.languages or ()):
        name = language.partition("-")[0]
        if len(name) == 2 and name not in _LANGUAGES:
            problem = f"'{name}' is the short name of no language (ISO 639-1)"
            yield Problem(("languages", number), "unknown_language", problem, "warning")
        elif name not in SPOKEN:
            problem = f"page and letters have no words in '{language}', and say theirs in English"
            yield Problem(("languages", number), "language_without_words", problem, "warning")


_LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml
    mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd
    se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
    vi vo wa wo xh yi yo za zh zu
    """.split()
)
"""ISO 639-1, with the older names that clients' devices still send."""


def _times_once(service: Service, _: CrossReferences) -> Iterator[Problem]:
    seen: set[tuple[int, time]] = set()
    for key, starts in (service.timetable or {}).items():
        for number, start in enumerate(starts):
            visits = {(day, start) for day in weekdays_of(key)}
            if visits & seen:
                problem = "is given twice for one of these days. Keep one"
                yield Problem(("timetable", key, number), "given_twice", problem, "warning")
            seen |= visits


def _more_at_purchase_than_paid(package: Package, known: CrossReferences) -> Iterator[Problem]:
    for number, inclusion in enumerate(package.services):
        given = inclusion.max_at_purchase
        if given is not None and given > (most := most_at_purchase(inclusion, package, known)):
            problem = f"is {given}, but the package pays for {most} of these visits"
            yield Problem(
                ("services", number, "max_at_purchase"), "at_purchase_above_maximum", problem, "warning"
            )


def _accounts_are_of_something(business: Business, _: CrossReferences) -> Iterator[Problem]:
    """A name that is not declared may be one of earlier sales, or a slip: only a warning."""
    known = {
        "methods": ("payment_method", business.payment_methods),
        "taxes": ("tax", [each.id for each in business.taxes]),
    }
    for key, (kind, declared) in known.items():
        for name in getattr(business.accounts, key):
            if name not in declared:
                problem = f"there is no '{name}' in business.yaml{did_you_mean(name, declared)}"
                yield Problem(("accounts", key, name), f"unknown_{kind}", problem, "warning")


def _paid_and_soon_over(package: Package, _: CrossReferences) -> Iterator[Problem]:
    validity = package.validity
    if validity is None or not package.price.amount:
        return
    for name, most in (("days", 30), ("weeks", 5)):
        length = getattr(validity, name)
        if length is not None and length < most:
            problem = (
                f"is {length} {name}. In many countries a paid package must be valid for at least 30 days"
            )
            yield Problem(("validity", name), "short_validity", problem, "warning")


def _dearer_than_before(package: Package, _: CrossReferences) -> Iterator[Problem]:
    original, amount = package.price.original, package.price.amount
    if original is not None and amount > original:
        problem = f"is {amount}, more than the original price of {original}"
        yield Problem(("price", "amount"), "price_above_original", problem, "warning")


def _deposit_as_a_fraction(package: Package, _: CrossReferences) -> Iterator[Problem]:
    percent = None if package.price.deposit is None else package.price.deposit.percent
    if percent is not None and percent < 1:
        problem = f"is {percent:f} %, less than one percent. Write 25 for a quarter of the price"
        yield Problem(("price", "deposit", "percent"), "deposit_as_fraction", problem, "warning")


def _shorter_than_a_visit(package: Package, known: CrossReferences) -> Iterator[Problem]:
    if package.unit == "session":
        return
    for number, inclusion in enumerate(package.services):
        most, duration = most_units(inclusion, package), known.duration(inclusion.service)
        if most is not None and duration is not None and most < duration:
            problem = f"is {most} minutes, but one visit takes {duration}, so it cannot pay for one"
            yield Problem(("services", number, "max"), "shorter_than_visit", problem, "warning")


_OF_BUSINESS = (
    _accounts_are_of_something,
    _languages_exist,
    _phone_is_possible,
    _transfers_have_an_account,
    _zone_is_a_place,
)
_OF_PACKAGES = (
    _paid_and_soon_over,
    _dearer_than_before,
    _deposit_as_a_fraction,
    _shorter_than_a_visit,
    _more_at_purchase_than_paid,
    untranslated,
)
