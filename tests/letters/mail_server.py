"""A small mail server on this machine, which can be slow, refuse, and go down."""

import socket
import socketserver
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock, Thread
from typing import cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A letter that the server took, with the envelope."""

    sender: str
    to: str
    letter: EmailMessage


@dataclass(slots=True, kw_only=True)
class Manners:
    """How the server answers; may be changed while it runs.

    Args:
        to: What it says to a recipient, by a part of the address: `550 no such mailbox`.
        sender: What it says to the sender of a letter, which it hears first.
        begin: What it says when a letter's text is to begin, and `data` once it has heard it.
        most: How many letters it takes over one connection; then it says 421 and ends it.
        ready: What it says first, and `goodbye` last; an empty text: nothing.
        waits: Seconds before each answer.
        hangs_up: It hears a letter, and goes without a word.
        speaks_utf8: It takes addresses beyond ASCII.
    """

    to: dict[str, str] = field(default_factory=dict)
    sender: str = "250 ok"
    begin: str = "354 go on"
    data: str = "250 taken"
    most: int | None = None
    ready: str = "220 ready"
    goodbye: str = "221 bye"
    waits: float = 0.0
    hangs_up: bool = False
    speaks_utf8: bool = True


class MailServer:
    """Listens on a port of its own, which it keeps when it goes down and comes back."""

    def __init__(self, port: int = 0) -> None:
        self.manners = Manners()
        self.taken: list[Taken] = []
        self.heard: list[str] = []
        self.connections = 0
        self.lock = Lock()
        self._port = port
        self._server: socketserver.ThreadingTCPServer | None = None

    def __enter__(self) -> "MailServer":
        self.comes_up()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self.goes_down()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    @property
    def address(self) -> str:
        """What TRAFFTPKG_SMTP is to be."""
        return f"smtp://127.0.0.1:{self._port}"

    @property
    def settings(self) -> Mapping[str, str]:
        """The environment in which letters go to it."""
        return {"TRAFFTPKG_SMTP": self.address, "TRAFFTPKG_MAIL_FROM": "Maré Alta <desk@marealta.example>"}

    def comes_up(self) -> None:
        """Begin to listen."""
        self._server = _Listener(("127.0.0.1", self._port), self)
        self._port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def goes_down(self) -> None:
        """Stop listening: connections are refused from now on."""
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def recipients(self) -> list[str]:
        """Return who got letters, in order."""
        return [each.to for each in self.taken]

    def subjects(self, to: str) -> list[str]:
        """Return the subjects of what somebody got."""
        return [str(each.letter["Subject"]) for each in self.taken if each.to == to]


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int], owner: MailServer) -> None:
        self.owner = owner
        super().__init__(address, _Conversation)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of senders who are killed in the middle of a word."""


class _Conversation(socketserver.StreamRequestHandler):
    def setup(self) -> None:
        super().setup()
        self.owner = cast(_Listener, self.server).owner
        self.manners = self.owner.manners
        self.sender = self.to = ""
        self.count = 0
        self.goes_on = True

    def handle(self) -> None:
        self.owner.connections += 1
        self._say(self.manners.ready)
        hears: dict[str, Callable[[str], str]] = {
            "EHLO": self._ehlo,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "QUIT": self._quit,
        }
        while self.goes_on and (raw := self.rfile.readline()):
            line = raw.decode("utf-8", "replace").strip()
            self.owner.heard.append(line)
            said = hears.get(line[:4].upper(), self._anything)(line)
            if said:
                self._say(said)

    def _anything(self, _line: str) -> str:
        return "250 ok"

    def _ehlo(self, _line: str) -> str:
        return f"250-here\r\n250 {'SMTPUTF8' if self.manners.speaks_utf8 else '8BITMIME'}"

    def _mail(self, line: str) -> str:
        if self.sender:
            return "503 one letter at a time"
        if self.count == self.manners.most:
            self.goes_on = False
            return "421 too many letters"
        self.sender = _address(line) if self.manners.sender.startswith("2") else ""
        return self.manners.sender

    def _rcpt(self, line: str) -> str:
        self.to = _address(line)
        return next((said for part, said in self.manners.to.items() if part in self.to), "250 ok")

    def _data(self, _line: str) -> str:
        self._say(self.manners.begin)
        if not self.manners.begin.startswith("3"):
            return ""
        letter = self._letter()
        if letter is None:
            return ""
        if self.manners.hangs_up:
            self.goes_on = False
            self.connection.shutdown(socket.SHUT_RDWR)
            return ""
        if self.manners.data.startswith("2"):
            with self.owner.lock:
                self.owner.taken.append(Taken(sender=self.sender, to=self.to, letter=letter))
            self.count += 1
        self.sender = ""
        return self.manners.data

    def _rset(self, _line: str) -> str:
        self.sender = ""
        return "250 ok"

    def _quit(self, _line: str) -> str:
        self.goes_on = False
        return self.manners.goodbye

    def _letter(self) -> EmailMessage | None:
        """Hear a letter to its end; one that breaks off is none, as the sender died over it."""
        lines = []
        while (raw := self.rfile.readline()).rstrip(b"\r\n") != b".":
            if not raw:
                return None
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        self.owner.heard += [each.decode("utf-8", "replace").strip() for each in lines]
        text = b"".join(lines).replace(b"\r\n", b"\n")
        return message_from_bytes(text, policy=policy.default)

    def _say(self, words: str) -> None:
        time.sleep(self.manners.waits)
        self.wfile.write(f"{words}\r\n".encode())


def _address(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
