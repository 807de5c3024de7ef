"""Which of a business's languages somebody reads."""

from collections.abc import Iterator, Sequence

_MOST = 20
"""How many languages of a browser are looked at. None sends more."""


def language_for(languages: Sequence[str], wished: str | None = None, accepted: str = "") -> str:
    """Return the language that somebody is spoken to in (R-13.2).

    Args:
        languages: Those of the business; the first is the usual one.
        wished: The one that they chose, if they did.
        accepted: What their browser says of them: `pt-PT,pt;q=0.9,en;q=0.5`.
    """
    asked = [] if wished is None else [wished]
    found = (spoken_as(languages, each) for each in (*asked, *_in_order(accepted)))
    return next((each for each in found if each is not None), languages[0])


def spoken_as(languages: Sequence[str], asked: str) -> str | None:
    """Return which of a business's languages one is: itself, or another variety of it. None if it is none."""
    exact = next((each for each in languages if each.casefold() == asked.casefold()), None)
    near = next((each for each in languages if _base(each) == _base(asked)), None)
    return exact or near


def _base(code: str) -> str:
    return code.casefold().partition("-")[0]


def _in_order(accepted: str) -> Iterator[str]:
    """Yield the languages of a header, the dearest first; of two that are as dear, the first."""
    weighed = []
    for each in accepted.split(",")[:_MOST]:
        code, _, weight = each.strip().casefold().partition(";")
        dear = _weight(weight.strip())
        if code.strip() and dear > 0:
            weighed.append((dear, code.strip()))
    weighed.sort(key=lambda each: -each[0])
    yield from (code for _, code in weighed)


def _weight(typed: str) -> float:
    """Return how dear a language is: `q=0.9`. One that says nothing is dearest; nonsense is not heeded."""
    if not typed:
        return 1.0
    try:
        return float(typed.removeprefix("q="))
    except ValueError:
        return 0.0
