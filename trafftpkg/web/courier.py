"""Sends the letters of the outbox beside the page, in a thread of its own: no visitor waits for one."""

import logging
from threading import Event, Thread

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.letters.collecting import Collecting
from trafftpkg.letters.facts import heads_of
from trafftpkg.letters.sending import Sending
from trafftpkg.web.page_settings import PageSettings

LOOKED_EVERY = 15.0
"""After how many seconds it is looked for letters, where nothing was done on this page: the desk's, and those
that waited."""
AT_ONCE = 20
"""How many letters are sent before it is looked whether the page ends."""
_AFTER_THE_ANSWER = 0.3
"""How many seconds after something was done letters are looked for: who did it has their answer by then."""
_LAST_LETTER = 2.0
"""How many seconds the page waits, when it ends, for a letter on its way."""
_DOWN = "the mail server is down"
_LOG = logging.getLogger("trafftpkg.page")


class Courier:
    """Collects and sends letters until it is ended. What it had in hand by then is sent by the next.

    Args:
        settings: Of a page with a mail server.
    """

    def __init__(self, settings: PageSettings) -> None:
        self._settings = settings
        self._is_over = Event()
        self._thread = Thread(target=self._run, name="letters", daemon=True)
        self._said: str | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Send no more letters."""
        self._is_over.set()
        self._settings.backend.news.set()
        self._thread.join(_LAST_LETTER)

    def _run(self) -> None:
        news = self._settings.backend.news
        while not self._is_over.is_set():
            news.clear()
            self._go()
            news.wait(LOOKED_EVERY)
            self._is_over.wait(_AFTER_THE_ANSWER)

    def _go(self) -> None:
        """Send what is due. What goes wrong is logged once, without whom it is about, and tried again."""
        try:
            said = self._sent()
        except TrafftpkgError as error:
            said = error.code
        except Exception as defect:  # noqa: BLE001 - a defect must not end it: nobody would notice
            said = type(defect).__name__
        if said != self._said and said is not None:
            _LOG.error("Letters wait: %s. See: trafftpkg letters list --status waiting", said)
        elif said is None and self._said is not None:
            _LOG.warning("Letters are sent again.")
        self._said = said

    def _sent(self) -> str | None:
        """Return why letters could not be sent; None where they could, or none was due."""
        collect(self._settings)
        while not self._is_over.is_set():
            report = sending_of(self._settings).send(AT_ONCE)
            if report.server_said is not None:
                return _DOWN
            if not (report.sent or report.failed or report.dropped):
                break
        return _DOWN if self._settings.is_mail_resting(self._settings.backend.now()) else None


def collect(settings: PageSettings) -> None:
    """Put the letters of what was recorded into the outbox. Reminders are the night job's."""
    backend = settings.backend
    Collecting(backend.inquiry(backend.now()), backend.outbox, backend.place).collect()


def sending_of(settings: PageSettings) -> Sending:
    """Return what sends the letters of a page, which must have a mail server."""
    from trafftpkg.letters.writing import write  # nobody's first page waits for it

    backend, mail = settings.backend, settings.mail
    assert mail is not None
    catalogue = backend.catalogue()
    return Sending(
        inquiry=backend.inquiry(backend.now()),
        outbox=backend.outbox,
        mail=mail,
        head=heads_of(catalogue, settings.folder, mail.sender, settings.address, settings.addresses),
        write=write,
        waits=backend.door.waits,
        copies=catalogue.business.mailing.copy_news,
        clock=backend.now,
    )
