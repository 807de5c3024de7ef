"""The letters that clients get: their kinds, and what a business says in them in its own words.

A business may give a letter its own subject, and words before and after the facts. In them `{service}` and
the like stand for facts of the letter: plain names, put in as they are. Nothing in them is ever run.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from trafftpkg.domain.texts import TextIn, Worded
from trafftpkg.domain.value import value

LetterKind = Literal[
    "purchase", "booking", "move", "cancellation", "tomorrow", "expiring", "used-up", "unpaid"
]
LETTER_KINDS: tuple[LetterKind, ...] = get_args(LetterKind)
ReminderLetterKind = Literal["tomorrow", "expiring", "used-up", "unpaid"]
REMINDERS: tuple[ReminderLetterKind, ...] = get_args(ReminderLetterKind)
"""Letters about what time has made due: the night job finds them. The others are about what was recorded."""

_ALL = ("business", "client")
_OF_VISITS = (*_ALL, "service", "employee", "location", "day", "time")
PLACEHOLDERS: Mapping[LetterKind, tuple[str, ...]] = {
    "purchase": (*_ALL, "package"),
    "booking": _OF_VISITS,
    "move": _OF_VISITS,
    "cancellation": _OF_VISITS,
    "tomorrow": _OF_VISITS,
    "expiring": (*_ALL, "package", "left", "until"),
    "used-up": (*_ALL, "package"),
    "unpaid": (*_ALL, "what", "due"),
}
"""What a letter of each kind can always fill in. Of several visits in one letter it is the first."""

_IN_BRACES = r"\{([^{}]*)\}|[{}]"


@value
class LetterTexts(Worded):
    """What a business says in letters of one kind; an empty text leaves the usual words."""

    kind: LetterKind
    subject: str = ""
    opening: str = ""
    closing: str = ""
    texts: tuple[TextIn, ...] = ()


def strange_placeholders(text: str, kind: LetterKind) -> Iterator[str]:
    """Yield what a letter of a kind cannot fill in: an unknown name in braces, or a brace by itself."""
    for found in re.finditer(_IN_BRACES, text):
        if found[1] not in PLACEHOLDERS[kind]:
            yield found[0]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled, once: braces in a fact stay as they are."""
    return re.sub(_IN_BRACES, lambda found: facts.get(found[1] or "", found[0]), text)
