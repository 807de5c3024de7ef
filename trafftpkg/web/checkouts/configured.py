"""The page's checkouts, by its environment."""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import entry_points
from importlib.util import find_spec

from trafftpkg.domain.checkouts import CHECKOUTS, STRIPE, checkouts_named, stripe_settings
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.web.payment import Checkout

INSTALLED = "trafftpkg.checkouts"
"""The group of entry points for other checkouts. Each is called without arguments and returns a checkout."""


def configured(environment: Mapping[str, str], clock: Callable[[], datetime]) -> list[Checkout]:
    """Return the checkouts that the environment names, with their keys. Loads none that it does not name.

    Args:
        clock: The machine's own.

    Raises:
        BadArgumentError: a key is missing or wrong, or no checkout of that name is installed.
        StoreUnusableError: the library of a checkout is not installed.
    """
    return [_checkout(name, environment, clock) for name in checkouts_named(environment)]


def _checkout(name: str, environment: Mapping[str, str], clock: Callable[[], datetime]) -> Checkout:
    if name == STRIPE:
        return _stripe(environment, clock)
    found = {each.name: each for each in entry_points(group=INSTALLED)}
    if name not in found:
        raise BadArgumentError(
            field=CHECKOUTS, reason="not_installed", given=name, choices=(STRIPE, *sorted(found))
        )
    made: Checkout = found[name].load()()
    return made


def _stripe(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Checkout:
    settings = stripe_settings(environment)
    if find_spec("stripe") is None:
        raise StoreUnusableError(where="The checkout stripe", reason="library_missing", thing="stripe")
    from trafftpkg.web.checkouts.stripe import (
        StripeCheckout,
    )  # Its library takes a third of a second to load.

    return StripeCheckout(settings, clock)
