"""Which payment methods the booking page offers by itself, and what it cannot offer."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from trafftpkg.domain.package import Package

PAID_ON_THE_PAGE = ("on-site", "bank-transfer")
"""The methods that the page takes by itself. Others need a checkout."""


class NotOffered(NamedTuple):
    """What the page cannot offer.

    Args:
        methods: Of payment, by which some package on the page may be paid.
        packages: Those that can be paid by no other.
    """

    methods: tuple[str, ...]
    packages: tuple[Package, ...]


def paid_only_with_a_checkout(methods: Iterable[str]) -> tuple[str, ...]:
    """Return the methods that the page offers only if a checkout takes them."""
    return tuple(each for each in methods if each not in PAID_ON_THE_PAGE)


def not_offered(packages: Iterable[Package], by_checkout: Container[str]) -> NotOffered:
    """Return what the page cannot offer of what it shows.

    Args:
        by_checkout: The methods that a checkout takes.
    """
    shown = [each for each in packages if each.status == "visible" and each.price]
    missing = {each.id: _missing(each, by_checkout) for each in shown}
    return NotOffered(
        methods=tuple(dict.fromkeys(method for each in missing.values() for method in each)),
        packages=tuple(each for each in shown if missing[each.id] == each.payment_methods),
    )


def _missing(package: Package, by_checkout: Container[str]) -> tuple[str, ...]:
    return tuple(
        each for each in paid_only_with_a_checkout(package.payment_methods) if each not in by_checkout
    )
