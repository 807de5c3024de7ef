"""How long a letter waits for its next try, and sending for a mail server that is down."""

from datetime import timedelta

IN_HAND = timedelta(minutes=10)
"""After how long a sender counts as dead: longer than any conversation with a mail server."""
LONGEST_WAIT = timedelta(days=5)
"""For how long after it was due a letter is tried, as mail servers do. Then it is no news any more."""
MOST_TRIES = 30
"""How often a letter is taken in hand, whatever became of those who had it."""
UNTIL_ANSWERED = timedelta(minutes=5)
"""How often it is looked whether a client has answered our first letter, where nobody says so."""

_FIRST_WAIT, _MOST_WAIT = timedelta(minutes=5), timedelta(hours=12)
_FIRST_REST, _MOST_REST = timedelta(minutes=1), timedelta(hours=1)


def wait_after(tries: int) -> timedelta:
    """Return how long a letter waits after so many tries: three times as long each time, up to half a day."""
    longer: int = 3 ** min(tries - 1, 9)
    return min(_FIRST_WAIT * longer, _MOST_WAIT)


def rest_after(rests: int) -> timedelta:
    """Return how long sending rests after so many rests: twice as long each time, at most an hour."""
    longer: int = 2 ** min(rests, 9)
    return min(_FIRST_REST * longer, _MOST_REST)
