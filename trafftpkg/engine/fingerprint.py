"""By what a repeated request is known to be the same (R-1.4)."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from trafftpkg.domain.client import Client
from trafftpkg.domain.value import Value, facts_of
from trafftpkg.engine.requests.base import Request


def fingerprint_of(request: Request, known: Mapping[str, Client]) -> str:
    """Return the hex sha256 of a request's name and arguments.

    Moments and amounts count as typed; a client counts as the same however typed. Clock, actor, output
    format, dry run, and paths are no part of a request. One who was merged since counts as they were entered.
    """
    from hashlib import sha256  # with OpenSSL, which a question does not wait for

    arguments = request.arguments()
    for field in request.client_fields:
        typed = arguments[field]
        arguments[field] = known[typed].entered_as or known[typed].key if typed in known else typed
    text = json.dumps([request.name, arguments], default=_plain, sort_keys=True, ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Value):
        return facts_of(value)
    assert isinstance(value, date | Decimal), value
    return value.isoformat() if isinstance(value, date) else str(value)
