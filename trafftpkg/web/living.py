"""What the page does beside answering, for as long as it is served."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from trafftpkg.web.checkouts.returns import Returns
from trafftpkg.web.courier import Courier
from trafftpkg.web.page_settings import PageSettings

THREADS = 8
"""How many requests one process works on at the same time."""
LOOKED_EVERY = 5.0
"""After how many seconds it is looked again whether money was paid back that a checkout took."""
TRIED_EVERY = 60.0
"""The same after a checkout could not send it."""

_LOG = logging.getLogger("trafftpkg.page")


def living(settings: PageSettings) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what runs while the application does: few threads, its letters, and its checkouts' refunds."""

    @asynccontextmanager
    async def lives(_app: Starlette) -> AsyncIterator[None]:
        # Each thread may hold a database connection, and more make nothing faster.
        current_default_thread_limiter().total_tokens = THREADS
        # Reading a language's words takes longer than a page may; nobody's first page waits for it.
        for code in settings.languages():
            settings.known.named(code)
        courier = Courier(settings) if settings.mail is not None else None
        if courier is not None:
            courier.start()
        sending = asyncio.create_task(_sending_back(Returns(settings))) if settings.checkouts else None
        yield
        if courier is not None:
            courier.end()
        if sending is not None:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending

    return lives


async def _sending_back(returns: Returns) -> None:
    while True:
        try:
            unsent = await run_in_threadpool(returns.send)
        except Exception as failure:  # noqa: BLE001 - a defect must not end it: nobody would notice
            _LOG.error("Money could not be sent back: %s", type(failure).__name__)
            unsent = 1
        await asyncio.sleep(TRIED_EVERY if unsent else LOOKED_EVERY)
