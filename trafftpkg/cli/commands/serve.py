"""`trafftpkg serve`: the booking page."""

import os
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from trafftpkg.cli.output import say
from trafftpkg.cli.parsing import count, network
from trafftpkg.cli.parsing import port as parsed
from trafftpkg.cli.session import session_of
from trafftpkg.domain.checkouts import STRIPE, checkouts_named, stripe_settings
from trafftpkg.domain.door import check_embedding, web_address
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.letters.smtp import mail_from

_USUAL_PORT = 8000
_APP = "trafftpkg.web.asgi:create"
_FURTHER = "trafftpkg.web.asgi:worker"
"""What the first process serves, which also says what the page cannot offer, and what all others do."""
_PROTOCOL = "trafftpkg.web.patience:PatientProtocol"
_THIS_MACHINE = ("127.0.0.1", "::1")
BEGINS_LEDGER = True

HostOption = Annotated[str, typer.Option("--host", metavar="HOST", help="Address to listen on.")]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="PORT",
        parser=partial(parsed, what="--port"),
        help="Port to listen on.  [default: 8000]",
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        parser=partial(count, what="--workers"),
        help="Number of processes; at most one per core.  [default: 1]",
    ),
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="URL",
        envvar="TRAFFTPKG_WEB_ADDRESS",
        parser=partial(web_address, field="address"),
        help="Public address, for links in e-mails.  [default: where it listens]",
    ),
]


ProxyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-proxy",
        metavar="ADDRESS",
        parser=partial(network, what="--trust-proxy"),
        help="Address or network of a server in front, whose X-Forwarded-For is trusted. "
        "Can be repeated.  [default: 127.0.0.1 and ::1]",
    ),
]


EmbedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--embed",
        metavar="ORIGIN",
        envvar="TRAFFTPKG_WEB_EMBED",
        parser=partial(web_address, field="embed"),
        help="Site that may show the page in a frame, for example https://studio.example. Can be repeated.",
    ),
]


def command(
    ctx: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = None,
    workers: WorkersOption = None,
    address: AddressOption = None,
    trust_proxy: ProxyOption = None,
    embed: EmbedOption = None,
) -> None:
    """Serve the booking page.

    Runs until you press Ctrl-C. Needs the extra `web`. For the public, put a
    server with HTTPS in front. If that server runs on another machine, name it
    with --trust-proxy, so that clients can be told apart.

        trafftpkg serve --port 8000

        trafftpkg serve --host 0.0.0.0 --trust-proxy 10.0.0.0/8

        trafftpkg serve --address https://book.example --embed https://spa.example
    """
    if find_spec("uvicorn") is None:
        raise StoreUnusableError(where="The booking page", reason="library_missing", thing="web")
    session = session_of(ctx)
    listening = port or _USUAL_PORT
    shown = address or _where_it_listens(host, listening)
    check_embedding(shown, embed or [])
    page = _Page(_APP)
    page.taken = False
    page.settings = {
        "TRAFFTPKG_CATALOG": session.catalogue,
        "TRAFFTPKG_LEDGER": session.ledger,
        "TRAFFTPKG_NOW": session.now or "",
        "TRAFFTPKG_ALLOW_FUTURE": "1" if session.allow_future else "",
        "TRAFFTPKG_WEB_ADDRESS": shown,
        "TRAFFTPKG_WEB_EMBED": " ".join(embed or []),
    }
    if not Path(session.catalogue).is_dir():
        # Its files may be mended while the page is served; where there is none, this is another place.
        session.desk.catalogue.catalogue()
    # Made or refused here, once, and not by each of the processes.
    _ = session.desk.door.signatures
    _check_checkouts()
    mail_from()
    _check_address(host, listening)
    say(f"The booking page is at {shown}. Press Ctrl-C to stop it.")
    _serve(page, host, listening, workers or 1, trust_proxy or [*_THIS_MACHINE])


def _check_checkouts() -> None:
    """Refuse a key or a library that is missing here, once, and not in each of the processes."""
    if STRIPE not in checkouts_named(os.environ):
        return
    stripe_settings(os.environ)
    if find_spec("stripe") is None:
        raise StoreUnusableError(where="The checkout stripe", reason="library_missing", thing="stripe")


def _where_it_listens(host: str, port: int) -> str:
    """An address that leads there; all of this machine's are shown as the one that it has for itself."""
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - looked up, and not listened at
    return f"http://[{own}]:{port}" if ":" in own else f"http://{own}:{port}"


def _check_address(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        said = error.strerror or str(error)
        raise StoreUnavailableError(
            where=f"The address {host}:{port}", reason="address_taken", said=said
        ) from error


class _Page(str):
    """The application's name, as uvicorn has to be told it, which takes its settings along to each process.

    They come through the pipe by which it is started, and not through its environment, which is shown in
    /proc and in reports of crashes: the ledger's address may hold a password.
    """

    __slots__ = ("settings", "taken")
    settings: dict[str, str]
    taken: bool

    def __reduce__(self) -> tuple[Callable[[str, dict[str, str]], str], tuple[str, dict[str, str]]]:
        name, self.taken = _FURTHER if self.taken else str(self), True
        return _arrived, (name, self.settings)


def _arrived(name: str, settings: dict[str, str]) -> str:
    os.environ.update(settings)
    return name


def _serve(page: _Page, host: str, port: int, workers: int, proxies: list[str]) -> None:
    import uvicorn

    uvicorn.run(
        _arrived(page, page.settings) if workers == 1 else page,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=_PROTOCOL,
        ws="none",
        proxy_headers=True,
        forwarded_allow_ips=proxies,
        log_level="warning",
        access_log=False,  # It would write who asks, and for what address.
        server_header=False,
    )
