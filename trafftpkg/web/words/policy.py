"""What cancelling late and not coming cost, as it is said before anybody buys or books."""

from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import CancellationPolicy

_UNITS = {"m": "minute", "h": "hour", "d": "day", "w": "week"}


def package_policy(policy: CancellationPolicy) -> str:
    """Return what late cancelling costs of a visit that a package pays, in sentences."""
    words = _policy(policy, "it counts as used")
    if "counts as used" not in words or not policy.forgiven:
        return words
    return (
        f"{words} The first {f'{policy.forgiven} times are' if policy.forgiven > 1 else 'time is'} forgiven."
    )


def visit_policy(policy: CancellationPolicy) -> str:
    """Return what late cancelling costs of a visit at its price, in sentences."""
    return _policy(policy, "you still pay for it")


def _policy(policy: CancellationPolicy, cost: str) -> str:
    lead = policy.free_until
    until = f"until {_length(lead)} before it begins" if lead.count else "until it begins"
    words = f"You can cancel or move a visit for free {until}."
    dear = ["cancel later"] if policy.late == "keep" and lead.count else []
    dear += ["do not come"] if policy.no_show == "keep" else []
    return f"{words} If you {' or '.join(dear)}, {cost}." if dear else words


def _length(length: Length) -> str:
    """`24 hours`, `1 day`."""
    return f"{length.count} {_UNITS[length.unit]}{'s' * (length.count != 1)}"
