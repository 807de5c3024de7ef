"""`trafftpkg reminders`: whom to write to, and why."""

from functools import partial
from typing import Annotated

import typer

from trafftpkg.cli.options import AsOfOption, FormatOption
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.parsing import count, length
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.reminder import REMINDER_FIELDS, reminder_object, reminders_table
from trafftpkg.domain.moments import Length
from trafftpkg.engine.questions.reminders import FindReminders

ExpiringOption = Annotated[
    Length | None,
    typer.Option(
        "--expiring-within",
        metavar="LENGTH",
        parser=partial(length, what="--expiring-within"),
        help="Units that lapse within this time, such as 14d.",
    ),
]
LowOption = Annotated[
    int | None,
    typer.Option(
        "--low-balance",
        metavar="N",
        parser=partial(count, what="--low-balance"),
        help="Packages with N or fewer sessions (or hours) left, but at least one.",
    ),
]
UsedUpOption = Annotated[
    Length | None,
    typer.Option(
        "--used-up-within",
        metavar="LENGTH",
        parser=partial(length, what="--used-up-within"),
        help="Packages whose last visit was within this time, such as 7d, with nothing left.",
    ),
]
TomorrowOption = Annotated[
    bool, typer.Option("--tomorrow", help="Visits until the end of tomorrow, unless booked just before.")
]
UnpaidOption = Annotated[bool, typer.Option("--unpaid", help="Sales and visits with money still to be paid.")]


def command(
    ctx: typer.Context,
    expiring_within: ExpiringOption = None,
    low_balance: LowOption = None,
    unpaid: UnpaidOption = False,
    tomorrow: TomorrowOption = False,
    used_up_within: UsedUpOption = None,
    as_of: AsOfOption = None,
    form: FormatOption = "table",
) -> None:
    """List clients to contact: expiring, nearly used up, or unpaid.

    Without options: units that lapse within 14d, packages with 1 or 2 left, and
    unpaid sales. `letters send` mails such reminders; for a program of your own,
    `key` changes only when there is news, so that nothing is sent twice.

        trafftpkg reminders --expiring-within 14d --format jsonl
    """
    question = FindReminders(
        expiring_within=expiring_within,
        low_balance=low_balance,
        unpaid=unpaid,
        tomorrow=tomorrow,
        used_up_within=used_up_within,
    )
    if question == FindReminders():
        question = FindReminders(expiring_within=Length(count=14, unit="d"), low_balance=2, unpaid=True)
    found = session_of(ctx).desk.inquiry.ask(question, as_of=as_of)
    if form != "table":
        write_objects((reminder_object(each, found) for each in found.reminders), form, REMINDER_FIELDS)
    elif not found.reminders:
        say("No reminders are due.")
    else:
        write_lines(reminders_table(found))
