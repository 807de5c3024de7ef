"""One server in this process, on which each story puts its own page: quicker than a program for each."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send


class Stage:
    """What is served now, and where."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.address = ""
        self.answers = threading.Event()
        """While it is not set, forms wait for their answers."""
        self.answers.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the page of the story answer."""
        assert self.app is not None
        while scope.get("method") == "POST" and not self.answers.is_set():
            await asyncio.sleep(0.01)
        await self.app(scope, receive, send)


@contextmanager
def standing() -> Iterator[Stage]:
    """Serve until it is left."""
    stage = Stage()
    server = uvicorn.Server(uvicorn.Config(stage, port=0, lifespan="off", ws="none", log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    stage.address = f"http://127.0.0.1:{port}"
    yield stage
    server.should_exit = True
    thread.join(10)
