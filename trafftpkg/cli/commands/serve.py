"""`trafftpkg serve`: the booking page."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Annotated

import typer

from trafftpkg.cli.output import say
from trafftpkg.cli.parsing import count
from trafftpkg.cli.session import session_of
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.usage import MalformedError

_LAST_PORT = 65_535
_APP = "trafftpkg.web.asgi:create"

HostOption = Annotated[str, typer.Option("--host", metavar="HOST", help="Address to listen at.")]
PortOption = Annotated[str, typer.Option("--port", metavar="PORT", help="Port to listen at.")]
WorkersOption = Annotated[
    str, typer.Option("--workers", metavar="N", help="Processes that serve; a machine's cores, at most.")
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="URL",
        envvar="TRAFFTPKG_WEB_ADDRESS",
        help="Where clients reach it, for the links that are mailed.  [default: where it listens]",
    ),
]


def command(
    ctx: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = "8000",
    workers: WorkersOption = "1",
    address: AddressOption = None,
) -> None:
    """Serve the booking page.

    Until it is stopped with Ctrl-C. It needs the extra `web`. A server that
    clients reach stands behind one that speaks HTTPS to them.

        trafftpkg serve --port 8000
    """
    listening, processes = count(port, "--port"), count(workers, "--workers")
    if listening > _LAST_PORT:
        raise MalformedError(what="--port", typed=port, expected=f"a port, 1 to {_LAST_PORT}, such as 8000")
    if find_spec("uvicorn") is None:
        raise StoreUnavailableError(
            where="the booking page",
            why="its libraries are not installed",
            remedy="pip install 'trafftpkg[web]'",
        )
    session = session_of(ctx)
    session.begins = True
    shown = address or f"http://{host}:{listening}"
    page = _Page(_APP)
    page.settings = {
        "TRAFFTPKG_CATALOG": session.catalogue,
        "TRAFFTPKG_LEDGER": session.ledger,
        "TRAFFTPKG_NOW": session.now or "",
        "TRAFFTPKG_ALLOW_FUTURE": "1" if session.allow_future else "",
        "TRAFFTPKG_WEB_ADDRESS": shown,
    }
    # Made or refused here, once, and not by each of the processes.
    _ = session.desk.door.seals
    _check_address(host, listening)
    say(f"The booking page is at {shown}. Ctrl-C stops it.")
    _serve(page, host, listening, processes)


def _check_address(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise StoreUnavailableError(
            where=f"the address {host}:{port}",
            why=error.strerror or str(error),
            remedy="Choose another: trafftpkg serve --host 127.0.0.1 --port 8001",
        ) from error


class _Page(str):
    """The application's name, as uvicorn has to be told it, which takes its settings along to each process.

    They come through the pipe by which it is started, and not through its environment, which is shown in
    /proc and in reports of crashes: the ledger's address may hold a password.
    """

    __slots__ = ("settings",)
    settings: dict[str, str]

    def __reduce__(self) -> tuple[Callable[[str, dict[str, str]], str], tuple[str, dict[str, str]]]:
        return _arrived, (str(self), self.settings)


def _arrived(name: str, settings: dict[str, str]) -> str:
    os.environ.update(settings)
    return name


def _serve(page: _Page, host: str, port: int, workers: int) -> None:
    import uvicorn

    uvicorn.run(
        _arrived(page, page.settings) if workers == 1 else page,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,  # It would write who asks, and for what address.
        server_header=False,
    )
