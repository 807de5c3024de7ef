"""`trafftpkg letters send`: the letters that are due, out of the outbox."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.helping import RARELY
from trafftpkg.cli.nights import MetricsOption, a_night
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, say, write_lines, write_object
from trafftpkg.cli.parsing import count
from trafftpkg.cli.posting import collecting_of, sending_of
from trafftpkg.cli.session import session_of
from trafftpkg.cli.showing import show_letters
from trafftpkg.domain.door import web_address
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.letters.smtp import mail_from

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.letters.sending import SendingReport

_FORGOTTEN_AFTER = timedelta(days=90)
_FIELDS = ("sent", "failed", "dropped", "postponed", "waiting")

AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="URL",
        envvar="TRAFFTPKG_WEB_ADDRESS",
        parser=partial(web_address, field="address"),
        help="Address of the booking page, for links.  [default: letters have no links]",
    ),
]
MostOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", parser=partial(count, what="--limit"), help="Send at most N."),
]
DryOption = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="List what would be sent; send and record nothing.", rich_help_panel=RARELY
    ),
]


def command(
    ctx: typer.Context,
    limit: MostOption = None,
    address: AddressOption = None,
    dry_run: DryOption = False,
    metrics_file: MetricsOption = None,
    form: FormatOption = "table",
) -> None:
    """Send the letters that are due; run it every day.

    The first time it only notes where the ledger ends: letters begin with what
    is recorded from then on. After that it sends what was recorded since, and
    reminders. What cannot be sent now waits for the next run; nothing is sent
    twice. Needs TRAFFTPKG_SMTP and TRAFFTPKG_MAIL_FROM, and the extra `web`.

        trafftpkg letters send --dry-run
    """
    session = session_of(ctx)
    desk = session.desk
    if dry_run:
        _show_due(desk, limit, form)
        return
    mail = mail_from()
    if mail is None:
        raise BadArgumentError(field="letters", reason="needs_mail_server")
    with a_night("letters", metrics_file, desk) as measured:
        collecting = collecting_of(desk)
        sending = sending_of(desk, session.catalogue, mail, address)
        began = desk.outbox.mark() is None
        collecting.collect()
        collecting.remind()
        desk.outbox.go_on()
        report = sending.send(limit)
        desk.outbox.forget(desk.read_clock() - _FORGOTTEN_AFTER)
        waiting = len(desk.outbox.letters(["waiting"]))
        if measured is not None:
            from trafftpkg.cli.metrics import letter_metrics

            measured.put(letter_metrics(report, waiting, desk.read_clock()))
        if report.server_said is not None:
            raise StoreUnavailableError(
                where=mail.where, reason="mail_server_down", said=report.server_said, given=waiting
            )
    if form != "table":
        write_object({**_counts(report), "waiting": waiting}, form, _FIELDS)
    else:
        if began:
            say("Letters begin now, with what is recorded from here on.")
        write_lines([_words(report, waiting)])


def _show_due(desk: "Desk", limit: int | None, form: Format) -> None:
    letters = tuple(collecting_of(desk).foreseen()[:limit])
    if form == "table":
        say("note: this is a dry run; nothing was sent.")
    show_letters(desk, letters, form, none="No letters are due.")


def _counts(report: "SendingReport") -> dict[str, int]:
    return {name: getattr(report, name) for name in _FIELDS if name != "waiting"}


def _words(report: "SendingReport", waiting: int) -> str:
    """`3 sent, 1 failed, 2 waiting`, without what there is none of, but for those sent."""
    told = {"sent": report.sent, "failed": report.failed, "dropped": report.dropped, "waiting": waiting}
    return ", ".join(f"{count} {name}" for name, count in told.items() if count or name == "sent")
