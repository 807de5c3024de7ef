"""Who would pay, so that it can be read out: the payer first, then the others in their order."""

from trafftpkg.domain.candidate import Candidate
from trafftpkg.engine.questions.explain import Explanation


def explanation_lines(explanation: Explanation) -> list[str]:
    """Return one clause a purchase: `pur-1  pays 1 session, valid until 5 July 2026`."""
    ordered = sorted(explanation.candidates, key=_place)
    width = max((len(each.purchase) for each in ordered), default=0)
    return [f"{each.purchase:<{width}}  {each.reason}" for each in ordered]


def _place(candidate: Candidate) -> tuple[bool, int]:
    return not candidate.chosen, candidate.rank if candidate.rank is not None else 1_000_000
