"""The ledger's bytes are as they were written, but no request could have decided what they say."""

from trafftpkg.domain.errors.base import UntrustedError
from trafftpkg.domain.invariants.breach import Breach


class RulesBrokenError(UntrustedError):
    """Entries say what no request could have decided under their version of the rules.

    Args:
        breaches: What they say, in order; beyond 10,000 only counted.
        count: How many there are.
    """

    code = "rules_broken"

    where: str
    breaches: tuple[Breach, ...]
    count: int
