"""How a payment may be made."""

from trafftpkg.domain.errors.selling import PaymentMethodNotAcceptedError
from trafftpkg.domain.errors.usage import BadArgumentError

ON_SITE = "on-site"
"""The method that lets a purchase be redeemed before it is paid (R-7.3)."""


def accepted_method(method: str | None, accepted: tuple[str, ...]) -> str:
    """Return the method; it may be left out where only one is possible.

    Raises:
        PaymentMethodNotAcceptedError: it is not one of those accepted.
        BadArgumentError: several are possible and none was named.
    """
    if method is None and len(accepted) == 1:
        return accepted[0]
    if method is None:
        raise BadArgumentError(field="method", reason="several_methods", choices=accepted)
    if method not in accepted:
        raise PaymentMethodNotAcceptedError(method=method, accepted=accepted)
    return method


def is_on_site(method: str | None, accepted: tuple[str, ...]) -> bool:
    """Tell whether a sale is paid on site: named so, or with no other way and none named (R-7.3)."""
    return ON_SITE in accepted and (method == ON_SITE or (method is None and len(accepted) == 1))
