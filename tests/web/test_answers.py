"""What every answer of the page has in common, and what the page does while its catalogue has problems."""

import gzip
import logging
from pathlib import Path

import pytest

from tests.web.asgi_browser import AsgiBrowser
from tests.web.shop import Shop
from trafftpkg.web import backend
from trafftpkg.web.safety.headers import ALWAYS

IMAGE = "/pictures/images/quiet-afternoons.svg"


@pytest.fixture(autouse=True)
def copies_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep compiled catalogues in the test's folder, and look at the files with every request."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(backend, "CATALOGUE_KEPT", -1.0)
    monkeypatch.setattr(backend, "BROKEN_KEPT", -1.0)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/packages/glow-10", 200),
        ("/sign-in", 200),
        ("/account", 303),
        ("/nowhere", 404),
        ("/done/forged", 404),
        ("/static/page.css", 200),
        ("/static/none.css", 404),
        ("/healthz", 200),
        (f"/{'long' * 2000}", 414),
    ],
)
def test_every_answer_tells_the_browser_what_not_to_do(shop: Shop, path: str, status: int) -> None:
    answer = shop.browser().get(path)

    assert answer.status == status
    assert ALWAYS.items() <= answer.headers.items()


def test_the_front_page_is_not_sent_again_while_nothing_changes(shop: Shop) -> None:
    browser = shop.browser()
    etag = browser.get("/").headers["etag"]
    again = browser.get("/", if_none_match=f'W/"another", {etag}')

    assert (again.status, again.body) == (304, b"")
    assert "content-length" not in again.headers
    shop.edits("packages/glow-10.yaml", "name: Glow 10", "name: Shine 10")
    changed = browser.get("/", if_none_match=etag)
    assert changed.status == 200
    assert "Shine 10" in changed.words


def test_pages_are_compressed_for_browsers_that_can_read_it(shop: Shop) -> None:
    plain, short = shop.browser().get("/"), shop.browser().get("/", accept_encoding="br, gzip")

    assert short.headers["content-encoding"] == "gzip"
    assert short.headers["vary"] == "Accept-Language, Cookie, Accept-Encoding"
    assert gzip.decompress(short.body) == plain.body
    assert len(short.body) < len(plain.body) / 2


def test_the_proof_in_a_form_is_another_each_time_and_each_is_good(shop: Shop) -> None:
    browser = shop.browser()
    first, second = browser.get("/sign-in").fields(), browser.get("/sign-in").fields()

    assert first["csrf"] != second["csrf"]
    for fields in (first, second):
        assert browser.post("/sign-in", {**fields, "email": "a@b.example"}).status == 200


def test_search_engines_are_kept_from_pages_about_one_client(shop: Shop) -> None:
    shop.knows("ana")
    ana = shop.signed_in("ana")

    for browser, path in ((ana, "/account"), (ana, "/account/packages"), (shop.browser(), "/sign-in")):
        assert browser.get(path).headers["x-robots-tag"] == "noindex"
    for path in ("/", "/packages/glow-10", "/services/facial"):
        assert "x-robots-tag" not in shop.browser().get(path).headers


def _break(shop: Shop) -> None:
    shop.edits("packages/glow-10.yaml", "name: Glow 10", "name: Shine 10\nprise: 1")


def test_a_running_page_goes_on_with_the_last_good_catalogue_and_logs_the_problem(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    browser = shop.browser()
    browser.get("/")
    with caplog.at_level(logging.WARNING, "trafftpkg.page"):
        _break(shop)
        shown = [browser.get("/"), browser.get("/packages/glow-10"), browser.get("/")]
        health = browser.get("/healthz")
        shop.edits("packages/glow-10.yaml", "\nprise: 1", "")
        mended = browser.get("/")

    assert [each.status for each in shown] == [200, 200, 200]
    assert all("Glow 10" in each.words for each in shown)
    assert (health.status, health.text) == (200, '{"ledger":"ok","catalogue":"last_good"}')
    assert "Shine 10" in mended.words
    problem, goes_on, good = (each.getMessage() for each in caplog.records)
    assert problem.startswith("catalogue: packages/glow-10.yaml:")
    assert "prise" in problem
    assert (goes_on, good) == (
        "The catalogue has problems. The page goes on with the last good one.",
        "The catalogue is good again.",
    )


def test_a_page_that_starts_while_the_catalogue_has_problems_shows_the_last_good_one(shop: Shop) -> None:
    shop.browser().get("/")
    _break(shop)
    page = shop.browser().get("/")

    assert page.status == 200
    assert "Glow 10" in page.words


def test_without_a_good_catalogue_nobody_can_be_served_and_it_says_so(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    _break(shop)
    browser: AsgiBrowser = shop.browser()

    with caplog.at_level(logging.WARNING, "trafftpkg.page"):
        assert browser.get("/").status == 503
    problem, following = (each.getMessage() for each in caplog.records[:2])
    assert problem.startswith("catalogue: packages/glow-10.yaml:")
    assert following == "The catalogue has problems: nobody can be served."
    assert (browser.get("/healthz").status, browser.get("/healthz").text) == (
        503,
        '{"ledger":"ok","catalogue":"catalog_invalid"}',
    )


def test_a_damaged_ledger_is_told_to_the_load_balancer(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    lines = Path(shop.ledger).read_bytes().splitlines(keepends=True)
    Path(shop.ledger).write_bytes(lines[0] + lines[1].replace(b"glow-10", b"glow-99"))

    health = shop.browser().get("/healthz")

    assert (health.status, health.text) == (503, '{"ledger":"ledger_damaged","catalogue":"ok"}')
