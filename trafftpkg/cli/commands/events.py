"""`trafftpkg events`: what was recorded, for other programs."""

import signal
from functools import partial
from typing import Annotated, Literal

import typer

from trafftpkg.cli.following import wait_for_news
from trafftpkg.cli.options import format_option
from trafftpkg.cli.output import finish, write_objects
from trafftpkg.cli.parsing import count_or_none
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.recorded import recorded_object
from trafftpkg.domain.errors.untrusted import LedgerSealedError
from trafftpkg.engine.recorded import RecordedEntries

AfterOption = Annotated[
    int | None,
    typer.Option(
        "--after",
        metavar="SEQ",
        parser=partial(count_or_none, what="--after"),
        help="Only entries after this one.",
    ),
]
FollowOption = Annotated[bool, typer.Option("--follow", help="Wait for more, until you interrupt it.")]
LinesOption = Annotated[
    Literal["jsonl", "json"],
    format_option(("jsonl", "json"), help="jsonl, or json: always one object a line."),
]


def command(
    ctx: typer.Context,
    after: AfterOption = None,
    follow: FollowOption = False,
    form: LinesOption = "jsonl",
) -> None:
    """Print what was recorded, for other programs.

    One JSON line for each entry, with names. To go on later without missing any,
    give --after the seq of the last line you have. A line is printed only when
    its entry is on the disk.

        trafftpkg events --after 41 --follow
    """
    desk = session_of(ctx).desk
    recorded = RecordedEntries(desk.inquiry, after or 0)
    if follow:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    while True:
        stamp = desk.stamp(None)
        page = recorded.page()
        write_objects((recorded_object(each, page.view) for each in page.rows), "jsonl", ())
        finish()
        if page.is_last and not follow:
            return
        if page.moved_to is not None:
            raise LedgerSealedError(where=desk.place, moved_to=page.moved_to)
        if page.is_last:
            wait_for_news(partial(desk.stamp, None), stamp)
