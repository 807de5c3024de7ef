"""The names that files declare, which other files may refer to, as far as they could be read."""

from collections.abc import Mapping
from dataclasses import fields

from trafftpkg.domain.catalogue import Tax
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.value import Value, value
from trafftpkg.stores.catalogue.declared import Declarations
from trafftpkg.stores.catalogue.files import BUSINESS, EMPLOYEES, LOCATIONS, SERVICES
from trafftpkg.stores.catalogue.schema import Business, Service
from trafftpkg.stores.catalogue.text_forms import language_of_locale
from trafftpkg.stores.catalogue.yaml_tree import Tree

_FIELDS_OF_TAX = len(fields(Tax))


@value
class CrossReferences(Value):
    """The declared names. None if their file could not be read.

    Args:
        currency: The currency, if it is valid.
        taxes: Their ids, with the tax if it is valid.
        services: Their ids, with the minutes of a visit if they are valid.
    """

    currency: str | None = None
    taxes: dict[str, Tax | None] | None = None
    payment_methods: frozenset[str] | None = None
    services: dict[str, int | None] | None = None
    locations: frozenset[str] | None = None
    employees: frozenset[str] | None = None
    languages: tuple[str, ...] | None = None

    @property
    def digits(self) -> int | None:
        """How many decimal places the currency has."""
        return None if self.currency is None else digits_of(self.currency)

    def duration(self, service: str) -> int | None:
        """Return the minutes of a visit, if they are known."""
        return (self.services or {}).get(service)


def cross_references(declared: Declarations, trees: Mapping[str, Tree]) -> CrossReferences:
    """Return the names that the files declare: from the models if they are good, else from their trees."""
    business = trees.get(BUSINESS)
    return CrossReferences(
        currency=None if declared.business is None else declared.business.__dict__.get("currency"),
        taxes=_taxes_in(declared.business, business),
        payment_methods=_payment_methods_in(business),
        services=_durations_in(declared.services, trees.get(SERVICES)),
        locations=_names_in(trees.get(LOCATIONS)),
        employees=_names_in(trees.get(EMPLOYEES)),
        languages=_languages_in(declared.business),
    )


def _ids_in(tree: Tree) -> list[str] | None:
    """Return the ids that a list declares, also of mappings with problems.

    None if an id cannot be read: then references must not be reported.
    """
    if not isinstance(tree, list):
        return None
    ids = [each.get("id") for each in tree if isinstance(each, dict)]
    good = [each for each in ids if isinstance(each, str)]
    return good if len(good) == len(tree) else None


def _taxes_in(business: Business | None, tree: Tree) -> dict[str, Tax | None] | None:
    ids = _ids_in(tree.get("taxes") or []) if isinstance(tree, dict) else None
    if ids is None or business is None:
        return None
    whole = [each for each in business.__dict__.get("taxes", []) if len(each.__dict__) == _FIELDS_OF_TAX]
    return dict.fromkeys(ids) | {each.id: Tax(**dict(each)) for each in whole}


def _payment_methods_in(tree: Tree) -> frozenset[str] | None:
    methods = tree.get("payment_methods") if isinstance(tree, dict) else None
    return frozenset(map(str, methods)) if isinstance(methods, list) else None


def _durations_in(services: list[Service | None], tree: Tree) -> dict[str, int | None] | None:
    ids = _ids_in(tree)
    if ids is None:
        return None
    good = [each.__dict__ for each in services if each is not None]
    return dict.fromkeys(ids) | {each.get("id", ""): each.get("duration") for each in good}


def _names_in(tree: Tree) -> frozenset[str] | None:
    ids = _ids_in(tree)
    return None if ids is None else frozenset(ids)


def _languages_in(business: Business | None) -> tuple[str, ...] | None:
    facts = {} if business is None else business.__dict__
    if "languages" not in facts or "locale" not in facts:
        return None
    return tuple(facts["languages"] or [language_of_locale(facts["locale"])])
