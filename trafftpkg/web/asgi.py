"""The booking page for any ASGI server: `uvicorn --factory trafftpkg.web.asgi:create`.

Configured by environment variables, so that all processes of a server agree: TRAFFTPKG_CATALOG,
TRAFFTPKG_LEDGER, TRAFFTPKG_NOW and TRAFFTPKG_ALLOW_FUTURE as the program has them, TRAFFTPKG_WEB_ADDRESS
(where clients reach it), TRAFFTPKG_WEB_KEY (the secret, for servers that share no disk), TRAFFTPKG_SMTP and
TRAFFTPKG_MAIL_FROM, and TRAFFTPKG_CHECKOUTS (names of installed checkouts, separated by spaces).
"""

import logging
import os
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path

from starlette.types import ASGIApp

from trafftpkg.bootstrap import Desk
from trafftpkg.domain.door import web_address
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.notice import Notice
from trafftpkg.domain.page_methods import not_offered
from trafftpkg.letters.smtp import mail_from
from trafftpkg.web.app import booking_page
from trafftpkg.web.backend import Backend
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.payment import Checkout

CHECKOUTS = "trafftpkg.checkouts"
"""The group of entry points for checkouts. Each is called without arguments and returns a checkout."""

_LOG = logging.getLogger("trafftpkg.page")


def create(environment: Mapping[str, str] = os.environ) -> ASGIApp:
    """Return the application that the environment variables describe.

    Raises:
        StoreUnavailableError: the secret key cannot be read or made.
        BadArgumentError: the page's address is not a web address.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    folder = Path(environment.get("TRAFFTPKG_CATALOG") or "catalog")
    ledger = environment.get("TRAFFTPKG_LEDGER") or "ledger.jsonl"
    typed = environment.get("TRAFFTPKG_NOW")
    now = datetime.fromisoformat(typed) if typed else None
    desk = Desk(
        catalogue=folder,
        ledger=ledger,
        now=now,
        actor="page",
        notice=_noted,
        begins=True,
        allow_future=environment.get("TRAFFTPKG_ALLOW_FUTURE") == "1",
    )
    backend = Backend(desk)
    _ = backend.door.signatures  # Fail now if the key cannot be made, and not at the first request.
    checkouts = checkouts_named(environment.get("TRAFFTPKG_CHECKOUTS", "").split())
    _say_what_is_not_offered(desk, checkouts)
    return booking_page(
        PageSettings(
            backend=backend,
            folder=folder,
            address=web_address(
                environment.get("TRAFFTPKG_WEB_ADDRESS") or "http://127.0.0.1:8000", "TRAFFTPKG_WEB_ADDRESS"
            ),
            mail=mail_from(environment),
            checkouts=checkouts,
        )
    )


def checkouts_named(names: list[str]) -> list[Checkout]:
    """Return the installed checkouts with these names. KeyError if one is not installed."""
    installed = {each.name: each for each in entry_points(group=CHECKOUTS)}
    return [installed[name].load()() for name in names]


def _say_what_is_not_offered(desk: Desk, checkouts: list[Checkout]) -> None:
    try:
        packages = desk.catalogue.catalogue().packages.values()
    except TrafftpkgError:
        return  # The page says so itself, to everybody.
    missing = not_offered(packages, [method for each in checkouts for method in each.methods])
    if missing.methods:
        _LOG.warning(
            "The page does not offer %s: no checkout takes it. TRAFFTPKG_CHECKOUTS names checkouts.",
            " or ".join(missing.methods),
        )
    for each in missing.packages:
        _LOG.warning(
            "Nobody can buy %s on the page: it can be paid only by %s.",
            each.id,
            " or ".join(each.payment_methods),
        )


def _noted(notice: Notice) -> None:
    _LOG.warning("%s at entry %s of %s", notice.code, notice.seq, notice.where)
