"""Stripe's hosted checkout, through its official library.

Source:
    https://docs.stripe.com/api/checkout/sessions, /api/refunds, /api/idempotent_requests and /webhooks.
    Keys of idempotency may be forgotten after a day, so that what was sent back is looked for first.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any

import stripe

from trafftpkg.domain.checkouts import STRIPE, STRIPE_METHODS, StripeSettings
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.web.checkouts.stripe_amounts import NotPayableError, from_minor, least_charge, to_minor
from trafftpkg.web.payment import (
    Abandoned,
    Bounced,
    CheckoutFailedError,
    Completed,
    ForgedMessageError,
    Message,
    Order,
    SendBack,
)

OPEN_FOR = timedelta(minutes=35)
"""How long its page can be paid on. Stripe wants half an hour at least, by its own clock."""
AT_ONCE = 4
"""How many threads of a process may wait for it while clients begin to pay: half of them."""
TOLERANCE = 300
"""How many seconds old the signature of a message may be."""
_LISTED = timedelta(hours=2)
_WAIT = 10.0
_TURN = 1.0
_FRESH = 60
"""A message that is older than so many seconds may have come before."""
_PAID = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
_NOT_SENT = ("failed", "canceled")

Json = dict[str, Any]


class StripeCheckout:
    """Fulfils the port `Checkout`. It is told what is sold and how much it costs, and nothing of the client.

    Args:
        clock: The machine's own: Stripe's pages close by the real time.
    """

    name: str = STRIPE
    methods: tuple[str, ...] = STRIPE_METHODS

    def __init__(self, settings: StripeSettings, clock: Callable[[], datetime]) -> None:
        stripe.enable_telemetry = False  # It would keep a file in the home folder, and tell of the machine.
        logging.getLogger("stripe").setLevel(logging.WARNING)  # It would log addresses and what Stripe says.
        self.origin = settings.pages
        self._secret = settings.webhook_secret
        self._clock = clock
        self._turns = BoundedSemaphore(AT_ONCE)
        self._api = stripe.StripeClient(
            settings.key,
            base_addresses={"api": settings.api},
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=_WAIT),
        ).v1

    def least(self, currency: str) -> Decimal:
        return least_charge(currency)

    def begin(self, order: Order) -> str:
        with self._turn(), _failures():
            asked = to_minor(order.amount, order.currency), order.currency.lower()
            for page in self._open_pages(order.ledger, order.purchase):
                if (page["amount_total"], page["currency"]) == asked:
                    return str(page["url"])
                self._api.checkout.sessions.expire(page["id"])  # Two open pages could both be paid.
            return str(self._new_page(order, *asked).url)

    def completed(self, headers: Mapping[str, str], body: bytes) -> Message | None:
        event = self._verified(headers, body)
        told: Json = event["data"]["object"]
        about = told.get("metadata") or {}
        if not {"ledger", "purchase"} <= set(about):
            return None  # Another program's, on the same account.
        ledger, purchase = about["ledger"], PurchaseId(about["purchase"])
        match event["type"]:
            case kind if kind in _PAID and told["payment_status"] == "paid":
                paid = _completed(told, ledger, purchase)
                return None if self._is_over(event, SendBack.all_of(paid, ledger, "")) else paid
            case "checkout.session.expired":
                return self._abandoned(about, ledger, purchase)
            case "refund.failed":
                return Bounced(purchase=purchase, ledger=ledger, reference=told["id"])
        return None

    def took(self, reference: str) -> bool:
        return reference.startswith("pi_")

    def send_back(self, back: SendBack) -> str:
        with _failures():
            found = self._sent_back(back)
            if found is not None:
                return found
            try:
                sent = self._api.refunds.create(_refund(back), {"idempotency_key": f"trafftpkg-{back.name}"})
            except stripe.InvalidRequestError as error:
                already = self._last_of(back.payment) if error.code == "charge_already_refunded" else None
                if already is None:
                    raise
                return already
        if sent.status in _NOT_SENT:
            raise CheckoutFailedError(f"refund {sent.status}", is_final=True)
        return sent.id

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let only a few clients wait for Stripe at once: where it is slow, the page must still answer."""
        if not self._turns.acquire(timeout=_TURN):
            raise CheckoutFailedError("too_many_wait")
        try:
            yield
        finally:
            self._turns.release()

    def _verified(self, headers: Mapping[str, str], body: bytes) -> Json:
        """Return a message that Stripe has signed: with one key, or with two while one replaces another."""
        try:
            text = body.decode()
            header = headers.get("stripe-signature")
            stripe.WebhookSignature.verify_header(text, header, self._secret, tolerance=TOLERANCE)
            event: Json = json.loads(text)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise ForgedMessageError from error
        return event

    def _abandoned(self, about: Json, ledger: str, purchase: PurchaseId) -> Abandoned | None:
        if about.get("sale") != "yes":
            return None
        with _failures():
            is_open = any(self._open_pages(ledger, purchase))
        return None if is_open else Abandoned(purchase=purchase, ledger=ledger)

    def _is_over(self, event: Json, back: SendBack) -> bool:
        """Tell whether a payment that could not be recorded has gone back, and its message comes again."""
        if self._clock().timestamp() - event["created"] < _FRESH:
            return False
        with _failures():
            return self._sent_back(back) is not None

    def _open_pages(self, ledger: str, purchase: PurchaseId) -> Iterator[Json]:
        """Yield the pages on which a purchase can be paid now."""
        since = int((self._clock() - _LISTED).timestamp())
        found = self._api.checkout.sessions.list({"status": "open", "created": {"gte": since}, "limit": 100})
        for page in found.auto_paging_iter():
            told = page.to_dict()
            about = told.get("metadata") or {}
            if (about.get("ledger"), about.get("purchase")) == (ledger, purchase):
                yield told

    def _new_page(self, order: Order, minor: int, currency: str) -> stripe.checkout.Session:
        until = int((self._clock() + OPEN_FOR).timestamp())
        facts = _page(order, minor, currency, until)
        told = sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]
        key = f"trafftpkg-{order.ledger}-{order.purchase}-{told}"
        return self._api.checkout.sessions.create(facts, {"idempotency_key": key})

    def _sent_back(self, back: SendBack) -> str | None:
        """Return what was sent back under this name, however long ago."""
        listed = self._api.refunds.list({"payment_intent": back.payment, "limit": 100})
        for refund in listed.auto_paging_iter():
            told = refund.to_dict()
            is_it = (told.get("metadata") or {}).get("return") == back.name
            if is_it and told.get("status") not in _NOT_SENT:
                return str(told["id"])
        return None

    def _last_of(self, payment: str) -> str | None:
        """Return the last refund of a payment, which somebody has sent elsewhere."""
        listed = self._api.refunds.list({"payment_intent": payment, "limit": 1})
        return next((each.id for each in listed.data), None)


def _page(order: Order, minor: int, currency: str, until: int) -> Any:
    about = {"ledger": order.ledger, "purchase": str(order.purchase)}
    price = {"currency": currency, "unit_amount": minor, "product_data": {"name": order.name}}
    return {
        "mode": "payment",
        "payment_method_types": ["card"],
        "line_items": [{"quantity": 1, "price_data": price}],
        "adaptive_pricing": {"enabled": False},  # What was reviewed is charged, in the same currency.
        "success_url": order.back,
        "cancel_url": order.left,
        "expires_at": until,
        "client_reference_id": str(order.purchase),
        "metadata": {**about, "sale": "yes"} if order.is_sale else about,
        "payment_intent_data": {"metadata": about},
    }


def _completed(told: Json, ledger: str, purchase: PurchaseId) -> Completed:
    currency = str(told["currency"]).upper()
    return Completed(
        purchase=purchase,
        amount=from_minor(told["amount_total"], currency),
        method=STRIPE_METHODS[0],
        reference=told["payment_intent"],
        currency=currency,
        ledger=ledger,
    )


def _refund(back: SendBack) -> Any:
    about = {"ledger": back.ledger, "purchase": str(back.purchase), "return": back.name}
    amount = {} if back.amount is None else {"amount": to_minor(back.amount, back.currency)}
    return {"payment_intent": back.payment, "metadata": about, **amount}


@contextmanager
def _failures() -> Iterator[None]:
    """Let nothing of Stripe's words out: they may repeat what was sent."""
    try:
        yield
    except stripe.StripeError as error:
        is_final = isinstance(error, stripe.InvalidRequestError | stripe.CardError)
        why = " ".join(str(each) for each in (type(error).__name__, error.http_status, error.code) if each)
        raise CheckoutFailedError(why, is_final=is_final) from None
    except NotPayableError:
        raise CheckoutFailedError("amount_not_payable", is_final=True) from None
