"""A browser without a screen: asks the page in this process, keeps cookies, and reads forms."""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    set_cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def words(self) -> str:
        """The text that a person would read, on one line."""
        page = _Text()
        page.feed(self.text)
        return re.sub(r"\s+", " ", page.words).strip()

    def fields(self) -> dict[str, str]:
        """What the last form on the page would send as it stands, without its buttons."""
        page = _Forms()
        page.feed(self.text)
        return dict(page.forms[-1])

    def link(self, words: str) -> str:
        """Return where a link of these words, or of this label, leads."""
        page = _Links()
        page.feed(self.text)
        return next(href for href, said in page.links if words in said)


@dataclass
class AsgiBrowser:
    """One person's browser."""

    app: App
    cookies: dict[str, str] = field(default_factory=dict)
    machine: str = "192.0.2.1"

    def get(self, path: str, **headers: str) -> Answer:
        """Open an address."""
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: dict[str, str] | bytes, **headers: str) -> Answer:
        """Send a form."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        return self._ask("POST", path, body, headers)

    def send(self, answer: Answer, path: str, **fields: str) -> Answer:
        """Send a form that came back, with some of its fields filled in."""
        return self.post(path, {**answer.fields(), **fields})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        parts = urlsplit(path)
        sent = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
        if self.cookies:
            sent[b"cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items()).encode()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": parts.scheme or "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": list(sent.items()),
            "client": (self.machine, 50000),
            "server": ("testserver", 80),
        }
        # In a thread of its own: a real browser that other tests drive keeps a loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(asyncio.run, _called(self.app, scope, body)).result()
        for cookie in answer.set_cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer


async def _called(app: App, scope: MutableMapping[str, Any], body: bytes) -> Answer:
    answer = Answer(status=0, headers={}, set_cookies=[], body=b"")
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            pairs = [(name.decode(), value.decode()) for name, value in message["headers"]]
            answer.headers.update(pairs)
            answer.set_cookies += [value for name, value in pairs if name == "set-cookie"]
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._head = tag == "head" or (self._head and tag != "body")

    def handle_data(self, data: str) -> None:
        if not self._head:
            self.words += f" {data}"


class _Forms(HTMLParser):
    """Inputs, selects, and checked radio buttons, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select: str | None = None
        self._first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and found.get("name") and (found.get("type") != "radio" or "checked" in found):
            self.forms[-1].append((str(found["name"]), found.get("value") or ""))
        elif tag == "select":
            self._select, self._first = found.get("name"), True
        elif tag == "option" and self._select and (self._first or "selected" in found):
            self.forms[-1].append((self._select, found.get("value") or ""))
            self._first = False


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            found = dict(attrs)
            self.links.append((found.get("href") or "", found.get("aria-label") or ""))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._open:
            href, said = self.links[-1]
            self.links[-1] = (href, f"{said} {data}".strip())
