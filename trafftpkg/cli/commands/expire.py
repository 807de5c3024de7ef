"""`trafftpkg expire`: the night job."""

from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.helping import RARELY
from trafftpkg.cli.nights import MetricsOption, a_night, is_terminal
from trafftpkg.cli.options import DryRunOption, format_option
from trafftpkg.cli.output import FORMATS, Format, progress_bar, say, write_lines, write_object
from trafftpkg.cli.session import session_of
from trafftpkg.domain.value import replace
from trafftpkg.engine.expiry import expire
from trafftpkg.engine.unanswered import give_up_unanswered

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.engine.expiry import ExpiryReport

MOST_GIVEN_UP = 10_000

NightKeyOption = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help="Accepted but not needed: nothing is recorded twice.",
        rich_help_panel=RARELY,
    ),
]
NightFormatOption = Annotated[
    Format | None,
    format_option(
        FORMATS, help="table, json, jsonl or csv.  [default: table on a terminal, else one line of JSON]"
    ),
]


def command(
    ctx: typer.Context,
    dry_run: DryRunOption = False,
    metrics_file: MetricsOption = None,
    form: NightFormatOption = None,
    key: NightKeyOption = None,
) -> None:
    """Record what has expired; run it every night.

    Records lapsed units, voids sales that were not paid in time, and drops
    bookings from the page whose e-mail address was not confirmed. Balances stay
    the same. It is safe to run again at any time: the second run finds nothing.
    Without a terminal it prints one line of JSON.

        trafftpkg expire --metrics-file /var/lib/node_exporter/trafftpkg.prom
    """
    desk = session_of(ctx).desk
    with a_night("expire", None if dry_run else metrics_file, desk) as measured:
        began = perf_counter()
        with progress_bar("expire") as progress:
            unanswered = give_up_unanswered(desk.engine, desk.door, most=MOST_GIVEN_UP, dry_run=dry_run)
            found = expire(desk.engine, dry_run=dry_run, progress=progress)
            found = replace(found, unanswered=len(unanswered))
        if measured is not None:
            from trafftpkg.cli.metrics import expiry_metrics, ledger_metrics

            stands = ledger_metrics(desk)
            measured.put([*expiry_metrics(found, desk.read_clock(), perf_counter() - began), *stands])
    if form == "table" or (form is None and is_terminal()):
        _show_words(found, desk)
        return
    from trafftpkg.cli.views.expiry import expiry_fields, night_object

    write_object(
        night_object(found, desk.anywhere, in_short=form is None), form or "json", expiry_fields(found)
    )


def _show_words(found: "ExpiryReport", desk: "Desk") -> None:
    if found.dry_run:
        say("note: this is a dry run; nothing was recorded.")
    if found.unanswered:
        say(f"Unconfirmed bookings from the page dropped: {found.unanswered}.")
    if not found.purchases:
        say("Nothing new has expired.")
        return
    from trafftpkg.cli.views.expiry import expiry_lines
    from trafftpkg.cli.views.names import CatalogueNames

    write_lines(expiry_lines(found, CatalogueNames(desk)))
