"""Which checkouts the page has: by its environment, said at its start."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.server import PROGRAM
from tests.web.shop import CATALOGUE, Shop
from tests.web.stripe_server import KEY, SECRET
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.checkouts import checkouts_named, methods_known, stripe_settings
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.web.asgi import create
from trafftpkg.web.checkouts import configured as module
from trafftpkg.web.checkouts.configured import configured

KEYS = {"TRAFFTPKG_STRIPE_KEY": KEY, "TRAFFTPKG_STRIPE_WEBHOOK_SECRET": SECRET}


def test_stripe_is_there_if_it_is_named_or_has_a_key() -> None:
    assert checkouts_named({}) == ()
    assert checkouts_named(KEYS) == checkouts_named({"TRAFFTPKG_CHECKOUTS": "stripe", **KEYS}) == ("stripe",)
    assert [each.methods for each in configured(KEYS, Desk.machine_clock)] == [("card",)]
    assert [methods_known(each) for each in ((), ("stripe",), ("stripe", "other"))] == [(), ("card",), None]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"TRAFFTPKG_STRIPE_WEBHOOK_SECRET": ""}, "not_set"),
        ({"TRAFFTPKG_STRIPE_KEY": ""}, "not_set"),
        ({"TRAFFTPKG_STRIPE_KEY": "pk_live_1"}, "not_a_stripe_key"),
        ({"TRAFFTPKG_STRIPE_WEBHOOK_SECRET": "we_1"}, "not_a_stripe_key"),
        ({"TRAFFTPKG_STRIPE_API": "http://evil.example"}, "not_a_web_address"),
        ({"TRAFFTPKG_STRIPE_API": "https://["}, "not_a_web_address"),
        ({"TRAFFTPKG_STRIPE_API": "https://pay.example:none"}, "not_a_web_address"),
        ({"TRAFFTPKG_STRIPE_PAGES": "https://pay.example/there"}, "not_a_web_address"),
        ({"TRAFFTPKG_CHECKOUTS": "sumup"}, "not_installed"),
    ],
)
def test_what_is_missing_or_wrong_is_refused(changed: dict[str, str], reason: str) -> None:
    with pytest.raises(BadArgumentError) as refused:
        configured({**KEYS, **changed}, Desk.machine_clock)

    assert (refused.value.field, refused.value.reason) == (next(iter(changed)), reason)


def test_a_key_is_not_shown() -> None:
    settings = stripe_settings({**KEYS, "TRAFFTPKG_STRIPE_PAGES": "https://pay.lumen.example"})

    assert repr(settings) == (
        "StripeSettings(pages='https://pay.lumen.example', api='https://api.stripe.com')"
    )


def test_without_its_library_it_says_which_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)

    with pytest.raises(StoreUnusableError) as refused:
        configured(KEYS, Desk.machine_clock)

    assert (refused.value.reason, refused.value.thing) == ("library_missing", "stripe")


def test_serve_refuses_a_missing_key_before_it_listens(tmp_path: Path) -> None:
    said = subprocess.run(
        [PROGRAM, "--catalog", CATALOGUE, "serve", "--workers", "2"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        env={"PATH": "/usr/bin", "HOME": str(tmp_path), "TRAFFTPKG_STRIPE_KEY": KEY},
    )

    assert (said.returncode, said.stdout) == (2, "")
    assert "TRAFFTPKG_STRIPE_WEBHOOK_SECRET is not set, and the checkout stripe needs it." in said.stderr
    assert "export TRAFFTPKG_STRIPE_WEBHOOK_SECRET=" in said.stderr
    assert KEY not in said.stderr


def test_what_the_page_cannot_offer_takes_it_into_account(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Shop(tmp_path)
    shop.edits("packages/sleep-course.yaml", "[card, bank-transfer]", "[card]")

    create({"TRAFFTPKG_CATALOG": str(tmp_path / "catalog"), "TRAFFTPKG_LEDGER": shop.ledger, **KEYS})

    assert "The page does not offer mbway or cash: no checkout takes it." in caplog.text
    assert "Nobody can buy" not in caplog.text


def test_its_library_is_loaded_only_with_it() -> None:
    script = "import sys, trafftpkg.web.asgi; print('stripe' in sys.modules, 'requests' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert said.stdout == "False False\n"
