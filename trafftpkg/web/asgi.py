"""The booking page for any ASGI server: `uvicorn --factory trafftpkg.web.asgi:create`.

Configured by environment variables, so that all processes of a server agree: TRAFFTPKG_CATALOG,
TRAFFTPKG_LEDGER, TRAFFTPKG_NOW and TRAFFTPKG_ALLOW_FUTURE as the program has them, TRAFFTPKG_WEB_ADDRESS
(where clients reach it), TRAFFTPKG_WEB_EMBED (sites that may show it in a frame, separated by spaces),
TRAFFTPKG_WEB_KEY (the secret, for servers that share no disk), TRAFFTPKG_SMTP and TRAFFTPKG_MAIL_FROM,
TRAFFTPKG_CHECKOUTS (names of installed checkouts, separated by spaces), and TRAFFTPKG_STRIPE_KEY with
TRAFFTPKG_STRIPE_WEBHOOK_SECRET (Stripe's checkout).
"""

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from starlette.types import ASGIApp

from trafftpkg.bootstrap import Desk
from trafftpkg.domain.door import check_embedding, web_address
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.notice import Notice
from trafftpkg.domain.page_methods import not_offered
from trafftpkg.letters.smtp import mail_from
from trafftpkg.web.app import booking_page
from trafftpkg.web.backend import Backend
from trafftpkg.web.checkouts.configured import configured
from trafftpkg.web.page_settings import PageSettings

_LOG = logging.getLogger("trafftpkg.page")


def create(environment: Mapping[str, str] = os.environ) -> ASGIApp:
    """Return the application that the environment variables describe, and log what it cannot offer.

    Raises: the errors of `worker`.
    """
    page = worker(environment)
    for said in _what_is_not_offered(_desk(environment), environment):
        _LOG.warning(said)
    return page


def worker(environment: Mapping[str, str] = os.environ) -> ASGIApp:
    """Return the application for one of several processes: what it cannot offer was said for all of them.

    Raises:
        StoreUnavailableError: the secret key cannot be read or made.
        BadArgumentError: the page's address is not a web address, or a checkout's key is missing.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    desk = _desk(environment)
    backend = Backend(desk)
    _ = backend.door.signatures  # Fail now if the key cannot be made, and not at the first request.
    with suppress(TrafftpkgError):  # The page says itself what is wrong with the catalogue.
        backend.catalogue()  # Its pictures are made ready from now on.
    address = web_address(
        environment.get("TRAFFTPKG_WEB_ADDRESS") or "http://127.0.0.1:8000", "TRAFFTPKG_WEB_ADDRESS"
    )
    embedders = [
        web_address(each, "TRAFFTPKG_WEB_EMBED")
        for each in environment.get("TRAFFTPKG_WEB_EMBED", "").split()
    ]
    check_embedding(address, embedders)
    return booking_page(
        PageSettings(
            backend=backend,
            folder=_folder(environment),
            address=address,
            embedders=embedders,
            mail=mail_from(environment),
            checkouts=configured(environment, desk.machine_clock),
        )
    )


def _what_is_not_offered(desk: Desk, environment: Mapping[str, str]) -> list[str]:
    """Return sentences for the operator: what the page cannot offer, since no checkout takes it."""
    try:
        packages = desk.catalogue.catalogue().packages.values()
    except TrafftpkgError:
        return []  # The page says so itself, to everybody.
    checkouts = configured(environment, desk.machine_clock)
    missing = not_offered(packages, [method for each in checkouts for method in each.methods])
    methods = " or ".join(missing.methods)
    said = [f"The page does not offer {methods}: no checkout takes it. See: trafftpkg guide page"]
    return said[: bool(missing.methods)] + [
        f"Nobody can buy {each.id} on the page: it can be paid only by {' or '.join(each.payment_methods)}."
        for each in missing.packages
    ]


def _folder(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("TRAFFTPKG_CATALOG") or "catalog")


def _desk(environment: Mapping[str, str]) -> Desk:
    typed = environment.get("TRAFFTPKG_NOW")
    return Desk(
        catalogue=_folder(environment),
        ledger=environment.get("TRAFFTPKG_LEDGER") or "ledger.jsonl",
        now=datetime.fromisoformat(typed) if typed else None,
        actor="page",
        notice=_noted,
        begins=True,
        allow_future=environment.get("TRAFFTPKG_ALLOW_FUTURE") == "1",
    )


def _noted(notice: Notice) -> None:
    _LOG.warning("%s at entry %s of %s", notice.code, notice.seq, notice.where)
