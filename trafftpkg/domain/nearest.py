"""The known name most like one that is not known."""

from collections.abc import Iterable


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known name that `typed` was most likely meant to be, in whatever case, if any is near."""
    from difflib import get_close_matches  # only when something is wrong

    folded = {each.casefold(): each for each in sorted(known)}
    return next((folded[each] for each in get_close_matches(typed.casefold(), folded, n=1)), None)
