"""Ends connections that are slow on purpose: the head of a request has to arrive in time, like its form."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_WITHIN = 10.0
"""Seconds for the head of a request, from the first byte of the connection or of its next request."""


class PatientProtocol(H11Protocol):
    """Uvicorn's protocol with a time limit: without it, Uvicorn waits for ever for the rest of a request."""

    _overdue: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting for the rest of a head, or stop if it is complete."""
        self._wait()
        super().data_received(data)
        if self._is_at_work():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_at_work(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request.
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        if self._overdue is None and not self._is_at_work():
            self._overdue = self.loop.call_later(HEAD_WITHIN, self._give_up)

    def _stop_waiting(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None

    def _give_up(self) -> None:
        self._overdue = None
        if not self._is_at_work():
            self.transport.close()
