"""Which checkouts the booking page has: its environment says so. Keys are never in the catalogue."""

from collections.abc import Mapping

from trafftpkg.domain.door import is_private, web_address
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.value import Value, value

CHECKOUTS = "TRAFFTPKG_CHECKOUTS"
"""Names checkouts, separated by spaces."""
STRIPE = "stripe"
STRIPE_KEY = "TRAFFTPKG_STRIPE_KEY"
STRIPE_SECRET = "TRAFFTPKG_STRIPE_WEBHOOK_SECRET"  # noqa: S105 - the variable's name
STRIPE_PAGES = "TRAFFTPKG_STRIPE_PAGES"
STRIPE_API = "TRAFFTPKG_STRIPE_API"
STRIPE_METHODS: tuple[str, ...] = ("card",)
"""The payment methods of a catalogue that Stripe's checkout takes."""

_PAGES = "https://checkout.stripe.com"
_API = "https://api.stripe.com"


@value
class StripeSettings(Value):
    """How to reach Stripe, and to know its messages.

    Args:
        key: The secret key, or a restricted one.
        webhook_secret: What its messages are signed with.
        pages: The origin of its payment pages: another one for a business with a domain of its own there.
        api: The origin of its API: another one in tests.
    """

    key: str
    webhook_secret: str
    pages: str = _PAGES
    api: str = _API

    def __repr__(self) -> str:
        return f"StripeSettings(pages={self.pages!r}, api={self.api!r})"


def checkouts_named(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the page's checkouts. Stripe is one if it is named, or either key of it is set."""
    named = environment.get(CHECKOUTS, "").split()
    if environment.get(STRIPE_KEY) or environment.get(STRIPE_SECRET):
        named.append(STRIPE)
    return tuple(dict.fromkeys(named))


def methods_known(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the methods that checkouts of these names take. None if one of them is not ours to know."""
    return STRIPE_METHODS if names == (STRIPE,) else (None if names else ())


def stripe_settings(environment: Mapping[str, str]) -> StripeSettings:
    """Return the settings of Stripe.

    Raises:
        BadArgumentError: a key is missing, or is not of the kind that is needed. It is not repeated.
    """
    return StripeSettings(
        key=_key(environment, STRIPE_KEY, "sk_", "rk_"),
        webhook_secret=_key(environment, STRIPE_SECRET, "whsec_"),
        pages=_origin(environment, STRIPE_PAGES) or _PAGES,
        api=_origin(environment, STRIPE_API) or _API,
    )


def _key(environment: Mapping[str, str], name: str, *begins: str) -> str:
    found = environment.get(name, "").strip()
    if not found:
        raise BadArgumentError(field=name, reason="not_set", thing=STRIPE)
    if not found.startswith(begins):
        raise BadArgumentError(field=name, reason="not_a_stripe_key", choices=begins)
    return found


def _origin(environment: Mapping[str, str], name: str) -> str | None:
    """Return an origin. Plain HTTP is for this machine only: the key goes there."""
    typed = environment.get(name)
    if not typed:
        return None
    origin = web_address(typed, name)
    if not is_private(origin):
        raise BadArgumentError(field=name, reason="not_a_web_address", given=typed)
    return origin
