"""The dearest request of the booking page, in processor time, whatever is typed into it.

    python -m tests.benchmarks.dearest [TURNS]

The page of the example business runs in this process; its diary is full for ten weeks, and a package asks
for a visit of each service. Every address is asked with odd bodies, giant and many fields, many rows and
days, huge cookies and long queries. Each figure is the least of some turns, as the machine may do other
things, less what an empty answer costs. Exit 1 where a request costs more than the budget.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import process_time
from typing import NamedTuple

from tests.benchmarks.unlimited_page import limits_lifted
from tests.web.asgi_browser import Answer, AsgiBrowser
from tests.web.shop import Shop
from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted

BUDGET = 30.0
"""Milliseconds of processor."""

CLIENTS = 30
_NEVER_ASKED = count(1)
FULL_UNTIL = date(2026, 3, 16)
WHO = {"name": "Bruno Sá", "email": "bruno@example.com", "phone": "+351 21 555 0101"}
EVERYTHING = """name: Everything
services:
{services}
total: 200
price: {{amount: 900.00}}
"""


class Asked(NamedTuple):
    """A request, by what is odd about it."""

    name: str
    ask: Callable[[], Answer]


def main() -> int:
    """Print the dearest requests; return the exit code."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    limits_lifted()
    with tempfile.TemporaryDirectory() as scratch:
        shop = full_shop(Path(scratch))
        requests = list(_requests(shop))
        figures = sorted(((_cost(each, turns), each.name) for each in requests), reverse=True)
    idle = min(cost for cost, name in figures if name == "GET /healthz")
    for cost, name in figures[:15]:
        print(f"{cost - idle:>7.1f} ms  {name}")
    dearest, name = figures[0]
    print(f"The dearest of {len(figures)} requests: {dearest - idle:.1f} ms of {BUDGET:.0f} ms: {name}")
    return int(dearest - idle > BUDGET)


def full_shop(folder: Path) -> Shop:
    """Return a business whose employees are booked for weeks."""
    shop = Shop(folder)
    clients: list[ClientKey] = [shop.knows(f"c{number}") for number in range(CLIENTS)]
    desk = shop.desk()
    catalogue = desk.catalogue.catalogue()
    lines = "\n".join(f"  - {{service: {each}, min: 1, max: 30}}" for each in catalogue.services)
    booked = 0
    for employee in catalogue.employees.values():
        service, busy_until = employee.services[0], None
        asked = FindSlots(
            service=service, first_day=date(2026, 1, 5), last_day=FULL_UNTIL, employee=employee.id
        )
        for slot in desk.inquiry.ask(asked).slots:
            if busy_until is not None and slot.starts_at < busy_until:
                continue
            wanted = VisitWanted(
                service=service, at=slot.starts_at, employee=employee.id, location=slot.location
            )
            with suppress(RefusedError):
                request = BookAppointment(
                    client=clients[booked % CLIENTS], wanted=wanted, without_package=True
                )
                busy_until = shop.does(request).appointments[0].visit.occupied_until + timedelta(minutes=10)
                booked += 1
    shop.declares("packages/everything.yaml", EVERYTHING.format(services=lines))
    return shop


def _requests(shop: Shop) -> Iterator[Asked]:
    nobody, client = shop.browser(), shop.signed_in("c0")
    home = nobody.get("/")
    package, service = home.link("Choose Everything"), home.link("Book Back and neck")
    account = client.get("/account")
    moving = re.findall(r'href="(/account/appointments/[^"]+/move)"', account.text)[-1]
    paths = [
        "/healthz",
        "/",
        "/nowhere",
        "/sign-in",
        "/static/page.css",
        package,
        service,
        home.link("Choose Glow 10"),
    ]
    for path in paths:
        yield Asked(f"GET {_short(path)}", partial(_anew, nobody, path))
    yield from (
        Asked(f"GET {_short(path)} of a client", partial(_anew, client, path))
        for path in (
            "/account",
            "/account?year=2026",
            "/account/packages",
            package,
            moving,
            account.link("Cancel "),
        )
    )
    yield from _odd(nobody)
    for path, browser in ((package, nobody), (service, nobody), (moving, client), ("/sign-in", nobody)):
        page = browser.get(path).fields()
        for name, fields in _forms():
            body = {**fields, "csrf": page["csrf"]}
            yield Asked(f"POST {_short(path)} {name}", partial(browser.post, path, body))


def _anew(browser: AsgiBrowser, path: str) -> Answer:
    """Ask for a page under an address that nobody has asked for, so that it was not kept."""
    return browser.get(f"{path}{'&' if '?' in path else '?'}anew={next(_NEVER_ASKED)}")


def _odd(browser: AsgiBrowser) -> Iterator[Asked]:
    cookie = "; ".join(f'a{number}="\\\\{number}"' for number in range(1000))
    yield Asked("GET / with many cookies", lambda: browser.get("/", cookie=cookie[:16_000]))
    yield Asked("GET / with backslashes for a cookie", lambda: browser.get("/", cookie='a="' + "\\" * 15_000))
    yield Asked("GET /sign-in with a long query", lambda: browser.get(f"/sign-in?next={'A' * 4000}"))
    yield Asked("GET a long address", lambda: browser.get("/packages/" + "A" * 4000))
    yield Asked("POST 64 KB that are no form", lambda: browser.post("/sign-in", b"\xff" * 65_000))
    yield Asked("POST 64 KB of escapes", lambda: browser.post("/sign-in", b"email=" + b"%C3" * 21_000))
    yield Asked(
        "POST 399 fields", lambda: browser.post("/sign-in", b"&".join(b"%d=1" % n for n in range(399)))
    )


def _forms() -> Iterator[tuple[str, dict[str, str]]]:
    many = {f"rows-{place}": "96" for place in range(9)}
    names = [f"v{place}-{row}" for place in range(9) for row in range(1, 13)]
    days = [str(date(2026, 1, 6) + timedelta(days=each)) for each in range(170)]
    for go in ("times", "more.0", "day.v0-1.2026-01-20", "summary", "buy"):
        yield f"one row, {go}", {"go": go, **WHO}
        yield (
            f"96 rows of one day, {go}",
            {"go": go, **WHO, **many, **{f"{each}-day": "2026-01-20" for each in names}},
        )
        yield (
            f"96 rows of a day each, {go}",
            {"go": go, **WHO, **many, **{f"{name}-day": day for name, day in zip(names, days, strict=False)}},
        )
        yield (
            f"96 rows of late days, {go}",
            {
                "go": go,
                **WHO,
                **many,
                **{f"{name}-day": day for name, day in zip(names, days[60:], strict=False)},
            },
        )
        times = {
            f"{name}-time": f"{day}T11:00:00+00:00|tomas|belem"
            for name, day in zip(names, days, strict=False)
        }
        yield f"96 rows with times, {go}", {"go": go, **WHO, **many, **times}
        yield f"giant fields, {go}", {"go": go, **dict.fromkeys(WHO, "é" * 5000), "told": "A" * 20_000}
        yield f"a giant time, {go}", {"go": go, **WHO, "v0-1-time": "|" * 60_000}
        yield f"many fields, {go}", {"go": go, **WHO, **{f"x{number}": "y" * 100 for number in range(390)}}


def _cost(asked: Asked, turns: int) -> float:
    """Milliseconds of processor for one request, the least of some; kept pages are written anew."""
    costs = []
    for _ in range(turns):
        began = process_time()
        asked.ask()
        costs.append((process_time() - began) * 1000)
    return min(costs)


def _short(path: str) -> str:
    return "/".join(part if len(part) < 20 else "…" for part in path.split("/"))


if __name__ == "__main__":
    sys.exit(main())
