"""Connections that are slow on purpose end: a request's head has to come within a time, as its form has."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_WITHIN = 10.0
"""Seconds from the first byte of a connection, or of its next request, to the end of the request's head."""


class PatientProtocol(H11Protocol):
    """Uvicorn's own protocol, which by itself waits for ever for a request that was begun."""

    _overdue: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request, and not for ever."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request's head, or no longer once it is whole."""
        self._wait()
        super().data_received(data)
        if self._is_at_work():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
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
