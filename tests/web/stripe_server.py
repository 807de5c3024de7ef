"""A server that speaks what is documented of Stripe's API, on this machine: sessions, refunds, and messages.

It keeps what it was sent, and answers as the API does: errors are JSON, a key of idempotency has one answer
(also if that was a 500), and a session cannot be paid on twice. The official library signs its messages.
"""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from urllib.request import Request, urlopen

import stripe

from trafftpkg.bootstrap import Desk

KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
SECRET = "whsec_0123456789abcdefghijklmnopqrstuv"
Json = dict[str, Any]


@dataclass
class Asked:
    """One request to the API."""

    method: str
    path: str
    fields: dict[str, str]
    key: str | None


@dataclass
class StripeServer:
    """Stripe, as far as its documents say what a page needs of it.

    Args:
        fails: What becomes of the next requests: a status, `"drop"` (no answer), `"late"` (done, and no
            answer), `"hang"` (an answer after a while), or `"well"`.
        endpoint: Where its messages go to while clients pay on its page.
    """

    address: str = ""
    endpoint: str | None = None
    asked: list[Asked] = field(default_factory=list)
    fails: list[int | str] = field(default_factory=list)
    sessions: dict[str, Json] = field(default_factory=dict)
    refunds: dict[str, Json] = field(default_factory=dict)
    answered: dict[str, tuple[str, int, Json]] = field(default_factory=dict)

    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)
    ahead: timedelta = timedelta(0)
    """By how much time has gone on for it, and for the page that asks it."""

    def clock(self) -> datetime:
        """Return the moment it is, by both."""
        return Desk.machine_clock() + self.ahead

    def pays(self, session: str | None = None, **facts: Any) -> Json:
        """Let somebody pay on a page, the last one if none is named. Return the event of it."""
        found = self.sessions[session or [*self.sessions][-1]]
        assert found["status"] == "open", found["status"]
        found |= {"status": "complete", "payment_status": "paid", "url": None, **facts}
        found["payment_intent"] = f"pi_{found['id']}"
        return event("checkout.session.completed", found)

    def expires(self, session: str | None = None, *, minutes: int = 36) -> Json:
        """Let the time of a page be over. Return the event of it."""
        self.ahead += timedelta(minutes=minutes)
        return self._over(session or [*self.sessions][-1])

    def _over(self, session: str) -> Json:
        self.sessions[session] |= {"status": "expired", "url": None}
        return event("checkout.session.expired", self.sessions[session])

    def answer(self, asked: Asked) -> tuple[int, Json]:
        """Answer a request of the API, by its documents."""
        with self.one_at_a_time:
            fails = self.fails.pop(0) if self.fails else None
            status, body = self._once(asked, fails)
        if fails == "hang":
            time.sleep(0.4)
        if fails == "late":
            raise ConnectionAbortedError
        return status, body

    def _once(self, asked: Asked, fails: int | str | None) -> tuple[int, Json]:
        """Answer once for a key. What failed before anything was done is no answer to keep."""
        told = json.dumps(asked.fields, sort_keys=True)
        if asked.key is not None and asked.key in self.answered:
            fields, status, body = self.answered[asked.key]
            if fields != told:
                return 400, _error("idempotency_error", "Keys can only be used with the same parameters.")
            return status, body
        status, body = (fails, _error("api_error", "Oops")) if isinstance(fails, int) else self._done(asked)
        if asked.key is not None and status not in (401, 409, 429):
            self.answered[asked.key] = told, status, dict(body)
        return status, body

    def _done(self, asked: Asked) -> tuple[int, Json]:
        match asked.method, asked.path.split("/")[2:]:
            case "POST", ["checkout", "sessions"]:
                return self._new_session(asked.fields)
            case "GET", ["checkout", "sessions"]:
                since, status = int(asked.fields["created[gte]"]), asked.fields["status"]
                found = [each for each in self.sessions.values() if each["status"] == status]
                return 200, _listed(asked, [each for each in found[::-1] if each["created"] >= since])
            case "POST", ["checkout", "sessions", session, "expire"]:
                return self._closed(session)
            case "GET", ["refunds"]:
                of = asked.fields["payment_intent"]
                refunds = [each for each in self.refunds.values() if each["payment_intent"] == of]
                return 200, _listed(asked, refunds[::-1])
            case "POST", ["refunds"]:
                return self._new_refund(asked.fields)
        return 404, _error(
            "invalid_request_error", f"Unrecognized request URL ({asked.method}: {asked.path})."
        )

    def _closed(self, session: str) -> tuple[int, Json]:
        if self.sessions[session]["status"] != "open":
            return 400, _error("invalid_request_error", "Only open sessions can be expired.")
        self._over(session)
        return 200, self.sessions[session]

    def _new_session(self, fields: dict[str, str]) -> tuple[int, Json]:
        now = int(self.clock().timestamp())
        until = int(fields["expires_at"])
        if not now + 1800 <= until <= now + 86400:
            return 400, _error(
                "invalid_request_error", "The `expires_at` timestamp must be in 30 minutes to 24 hours"
            )
        number = len(self.sessions) + 1
        session = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "amount_total": int(fields["line_items[0][price_data][unit_amount]"]),
            "currency": fields["line_items[0][price_data][currency]"],
            "client_reference_id": fields["client_reference_id"],
            "created": now,
            "expires_at": until,
            "metadata": _nested(fields, "metadata"),
            "mode": fields["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": fields["success_url"],
            "cancel_url": fields["cancel_url"],
            "url": f"{self.address}/c/pay/cs_test_{number}",
        }
        self.sessions[str(session["id"])] = session
        return 200, session

    def _new_refund(self, fields: dict[str, str]) -> tuple[int, Json]:
        paid = next(s for s in self.sessions.values() if s["payment_intent"] == fields["payment_intent"])
        gone = sum(
            r["amount"] for r in self.refunds.values() if r["payment_intent"] == fields["payment_intent"]
        )
        amount = int(fields.get("amount", paid["amount_total"] - gone))
        if gone >= paid["amount_total"]:
            return 400, _error(
                "invalid_request_error", "Charge has already been refunded.", "charge_already_refunded"
            )
        if amount > paid["amount_total"] - gone:
            return 400, _error(
                "invalid_request_error", "Refund amount is greater than unrefunded amount on charge"
            )
        refund = {
            "id": f"re_{len(self.refunds) + 1}",
            "object": "refund",
            "amount": amount,
            "currency": paid["currency"],
            "metadata": _nested(fields, "metadata"),
            "payment_intent": fields["payment_intent"],
            "status": "succeeded",
        }
        self.refunds[str(refund["id"])] = refund
        return 200, refund

    def delivers(self, told: Json) -> int:
        """Send a message to the endpoint, as the service does. Return the status of the answer."""
        assert self.endpoint is not None
        body, header = signed(told)
        asked = Request(self.endpoint, body, {"stripe-signature": header, "content-type": "application/json"})
        with urlopen(asked, timeout=20) as answer:
            return int(answer.status)


def _now() -> int:
    return int(Desk.machine_clock().timestamp())


def event(kind: str, about: Json) -> Json:
    """Return an event as it is sent."""
    return {
        "id": f"evt_{kind}_{about['id']}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": _now(),
        "livemode": False,
        "type": kind,
        "data": {"object": dict(about)},
    }


def signed(told: Json, *, secrets: Sequence[str] = (SECRET,), age: int = 0) -> tuple[bytes, str]:
    """Return a message's body and its signature: by one key, or by two while one replaces the other."""
    body = json.dumps(told, indent=2)
    at = _now() - age
    headers = [
        stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=at) for secret in secrets
    ]
    return body.encode(), ",".join([headers[0], *(each.split(",")[1] for each in headers[1:])])


@contextmanager
def stripe_served() -> Iterator[StripeServer]:
    """Serve it, for as long as it is needed."""
    service = StripeServer()
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    service: StripeServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library calls it
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path.startswith("/c/pay/"):
            self._page(self.service.sessions[parts.path.rpartition("/")[2]])
        else:
            self._api("GET", parts.path, dict(parse_qsl(parts.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        path = urlsplit(self.path).path
        if path.startswith("/c/pay/"):
            self._paid(path.rpartition("/")[2])
        else:
            self._api("POST", path, {name: each[-1] for name, each in parse_qs(body).items()})

    def _api(self, method: str, path: str, fields: dict[str, str]) -> None:
        asked = Asked(method, path, fields, self.headers.get("idempotency-key"))
        self.service.asked.append(asked)
        if self.headers.get("authorization") != f"Bearer {KEY}":
            self._say(401, _error("invalid_request_error", "Invalid API Key provided"))
        elif self.service.fails[:1] == ["drop"]:
            self.service.fails.pop(0)
        else:
            with suppress(ConnectionAbortedError):
                self._say(*self.service.answer(asked))

    def _page(self, session: Json) -> None:
        """The page where clients pay."""
        text = (
            "<!doctype html><html lang=en><title>Pay</title><h1>Pay</h1>"
            f"<p>{session['amount_total']} {session['currency']}</p>"
            f"<form method=post><button>Pay</button></form><a href='{session['cancel_url']}'>Back</a>"
        )
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    def _paid(self, session: str) -> None:
        """The payment is told before the client is back, as it may well be."""
        self.service.delivers(self.service.pays(session))
        self.send_response(303)
        self.send_header("location", self.service.sessions[session]["success_url"])
        self.end_headers()

    def _say(self, status: int, body: Json) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("request-id", "req_test")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


def _listed(asked: Asked, found: list[Json]) -> Json:
    after = asked.fields.get("starting_after")
    ids = [each["id"] for each in found]
    rest = found[ids.index(after) + 1 :] if after in ids else found
    most = int(asked.fields.get("limit", 10))
    return {"object": "list", "url": asked.path, "has_more": len(rest) > most, "data": rest[:most]}


def _nested(fields: dict[str, str], name: str) -> dict[str, str]:
    return {
        key.removeprefix(f"{name}[").removesuffix("]"): fact
        for key, fact in fields.items()
        if key.startswith(f"{name}[")
    }


def _error(kind: str, message: str, code: str | None = None) -> Json:
    return {"error": {"type": kind, "message": message, **({} if code is None else {"code": code})}}
