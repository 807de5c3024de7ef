"""Warnings: what is possible in a package, but probably a mistake."""

import os
from collections.abc import Iterator
from pathlib import Path as FilePath

from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.fault import Fault, Path, did_you_mean
from trafftpkg.stores.catalogue.rules import apply
from trafftpkg.stores.catalogue.schema import Business, Package, Service
from trafftpkg.stores.catalogue.units import most_units


def package_warnings(package: Package, known: CrossReferences) -> Iterator[Fault]:
    """Yield the warnings about a package."""
    return apply(_RULES, package, known)


def business_warnings(business: Business, known: CrossReferences) -> Iterator[Fault]:
    """Yield the warnings about the business."""
    return apply((_accounts_are_of_something,), business, known)


def missing_images(declared: Package | Service | None, folder: FilePath) -> Iterator[Fault]:
    """Yield the pictures that are not in the folder."""
    # Not the attributes: a broken field must not hide others.
    fields = {} if declared is None else declared.__dict__
    images: dict[Path, str | None] = {("image",): fields.get("image")}
    images |= {("gallery", number): each for number, each in enumerate(fields.get("gallery") or [])}
    for path, file in images.items():
        # Not `Path.is_file`, which raises an error if a name is too long.
        if file is not None and not os.path.isfile(folder / file):  # noqa: PTH113
            yield Fault(path, "image_missing", f"there is no file {file} in the catalogue", "warning")


def _accounts_are_of_something(business: Business, _: CrossReferences) -> Iterator[Fault]:
    """A name that is not declared may be one of earlier sales, or a slip: only a warning."""
    known = {
        "methods": ("payment_method", business.payment_methods),
        "taxes": ("tax", [each.id for each in business.taxes]),
    }
    for key, (kind, names) in known.items():
        for name in getattr(business.accounts, key):
            if name not in names:
                problem = f"there is no '{name}' in business.yaml{did_you_mean(name, names)}"
                yield Fault(("accounts", key, name), f"unknown_{kind}", problem, "warning")


def _paid_and_soon_over(package: Package, _: CrossReferences) -> Iterator[Fault]:
    validity = package.validity
    if validity is None or not package.price.amount:
        return
    for name, most in (("days", 30), ("weeks", 5)):
        length = getattr(validity, name)
        if length is not None and length < most:
            problem = (
                f"is {length} {name}. In many countries a paid package must be valid for at least 30 days"
            )
            yield Fault(("validity", name), "short_validity", problem, "warning")


def _dearer_than_before(package: Package, _: CrossReferences) -> Iterator[Fault]:
    original, amount = package.price.original, package.price.amount
    if original is not None and amount > original:
        problem = f"is {amount}, more than the original price of {original}"
        yield Fault(("price", "amount"), "price_above_original", problem, "warning")


def _shorter_than_a_visit(package: Package, known: CrossReferences) -> Iterator[Fault]:
    if package.unit == "session":
        return
    for number, inclusion in enumerate(package.services):
        most, duration = most_units(inclusion, package), known.duration(inclusion.service)
        if most is not None and duration is not None and most < duration:
            problem = f"is {most} minutes, but one visit takes {duration}, so it cannot pay for one"
            yield Fault(("services", number, "max"), "shorter_than_visit", problem, "warning")


_RULES = (_paid_and_soon_over, _dearer_than_before, _shorter_than_a_visit)
