"""Sends back, by the checkouts that took it, what the ledger says was paid back (R-7.14).

Nothing is kept but the ledger: what was paid back and is not confirmed there is sent. It can be killed at any
moment, and several processes may do it at once: a checkout sends under one name once.
"""

import logging
from decimal import Decimal

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.header import Header
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.purchase import Payment
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.ports import Books
from trafftpkg.engine.requests.confirm_return import ConfirmReturn
from trafftpkg.engine.sending_back import ToSendBack, paid_back_in, paid_back_lately, to_send_back
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.payment import Checkout, CheckoutFailedError, SendBack

_LOG = logging.getLogger("trafftpkg.page")
_READ_AT_ONCE = 1_000


class Returns:
    """What is to be sent back, as far as the ledger was read; read on from there each time."""

    def __init__(self, settings: PageSettings) -> None:
        self._settings = settings
        self._seq: int | None = None
        self._open: set[PurchaseId] = set()
        self._told: set[tuple[int, str]] = set()

    def send(self) -> int:
        """Send all that is owed. Return how many could not be sent: they are tried again next time."""
        try:
            return self._sent()
        except TrafftpkgError as error:
            _LOG.warning("What was paid back could not be looked for: %s", error.code)
            return 1

    def _sent(self) -> int:
        backend = self._settings.backend
        engine = backend.engine(backend.now())
        with engine.ledger.reading() as books:
            header = books.header()
            if header is None:
                return 0
            self._read_on(books, engine)
            owed = [
                (checkout, each)
                for checkout in self._settings.checkouts
                for each in self._owed(books, checkout)
            ]
        unsent = {
            each.purchase for checkout, each in owed if not self._is_sent(engine, header, checkout, each)
        }
        self._open = unsent
        return len(unsent)

    def _read_on(self, books: Books, engine: Engine) -> None:
        head = books.head()
        last = 0 if head is None else head.seq
        if self._seq is None or self._seq > last:
            self._open = paid_back_lately(books, engine.clock())
            self._seq = last
        while self._seq < last:
            entries = books.entries_after(self._seq, _READ_AT_ONCE)
            self._open |= paid_back_in(entries)
            self._seq = entries[-1].seq

    def _owed(self, books: Books, checkout: Checkout) -> list[ToSendBack]:
        def took(payment: Payment) -> bool:
            return payment.method in checkout.methods and checkout.took(payment.reference or "")

        return [owed for each in sorted(self._open) for owed in to_send_back(books, each, took)]

    def _is_sent(self, engine: Engine, header: Header, checkout: Checkout, owed: ToSendBack) -> bool:
        try:
            reference = checkout.send_back(
                SendBack(
                    ledger=header.ledger,
                    purchase=owed.purchase,
                    payment=owed.taken_off,
                    amount=owed.amount,
                    currency=header.currency,
                    name=f"{header.ledger}-{owed.entry}-{owed.taken_off}",
                )
            )
            engine.execute(_confirmed(owed, reference), key=f"{checkout.name}/{reference}")
        except CheckoutFailedError as error:
            self._tell(owed, checkout, error.why)
            return False
        except TrafftpkgError as error:
            self._tell(owed, checkout, error.code)
            return False
        return True

    def _tell(self, owed: ToSendBack, checkout: Checkout, why: str) -> None:
        """Say once why something could not be sent."""
        if (owed.entry, why) in self._told:
            return
        self._told.add((owed.entry, why))
        _LOG.error(
            "%s has not sent back %s for %s, which entry %s paid back: %s. It is tried again.",
            checkout.name,
            owed.amount,
            owed.purchase,
            owed.entry,
            why,
        )


def _confirmed(owed: ToSendBack, reference: str) -> ConfirmReturn:
    return ConfirmReturn(
        purchase=str(owed.purchase),
        entry=owed.entry,
        taken_off=owed.taken_off,
        amount=Decimal(owed.amount),
        method=owed.method,
        reference=reference,
    )
