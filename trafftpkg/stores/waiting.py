"""How long a writer waits for another."""

import os

_USUAL = "10"
_MOST = 86_400


def lock_wait() -> float:
    """Return how many seconds a writer waits for another, as set by `TRAFFTPKG_LOCK_WAIT`.

    Raises:
        BadArgumentError: it is not a number of seconds within a day.
    """
    typed = os.environ.get("TRAFFTPKG_LOCK_WAIT") or _USUAL
    try:
        seconds = float(typed)
    except ValueError:
        seconds = -1
    if 0 <= seconds <= _MOST:
        return seconds
    from trafftpkg.domain.errors.usage import BadArgumentError

    shown = os.fsencode(typed).decode(errors="replace")
    raise BadArgumentError(field="TRAFFTPKG_LOCK_WAIT", reason="not_a_wait", given=shown, limit=_MOST)
