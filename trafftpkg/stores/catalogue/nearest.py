"""The known name most like one that is not known."""

from collections.abc import Iterable


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known name that `typed` was most likely meant to be, in whatever case, if any is near."""
    from difflib import get_close_matches

    folded = {each.casefold(): each for each in sorted(known)}
    return next((folded[each] for each in get_close_matches(typed.casefold(), folded, n=1)), None)


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return words to end a sentence with, or none."""
    near = nearest(typed, known)
    return f"; did you mean '{near}'?" if near else ""
