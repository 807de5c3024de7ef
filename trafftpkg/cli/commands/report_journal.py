"""`trafftpkg report journal`: what moved, as double entries."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain
from typing import Annotated, Literal, get_args

import typer

from trafftpkg.cli.days import day, refuse_reversed
from trafftpkg.cli.options import AsOfOption, format_option
from trafftpkg.cli.output import say, write_lines, write_objects
from trafftpkg.cli.session import session_of
from trafftpkg.cli.views.journal import POSTING_FIELDS, beancount_lines, posting_objects
from trafftpkg.engine.questions.journal import Transaction, WriteJournal

JournalFormat = Literal["beancount", "json", "jsonl", "csv"]

FirstOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DAY",
        parser=partial(day, what="--from"),
        help="First day. Earlier days are brought forward.",
    ),
]
LastOption = Annotated[
    date | None,
    typer.Option(
        "--to", metavar="DAY", parser=partial(day, what="--to"), help="Last day, inclusive. Left out: today."
    ),
]
JournalFormatOption = Annotated[
    JournalFormat, format_option(get_args(JournalFormat), help="beancount, json, jsonl or csv.")
]


def command(
    ctx: typer.Context,
    first: FirstOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    form: JournalFormatOption = "beancount",
) -> None:
    """Print what moved as double entries, for an accountant.

    The balances agree with the other reports to the cent. A debit is positive.
    `accounts` in business.yaml has the names of the accounts. Clients are not
    named.

        trafftpkg report journal --from 2026-01-01 --to 2026-01-31 > jan.beancount

        trafftpkg report journal --format csv > journal.csv
    """
    refuse_reversed(first, last)
    found = session_of(ctx).desk.inquiry.transactions(WriteJournal(first=first, last=last), as_of=as_of)
    begins = next(found, None)
    if begins is None and form == "beancount":
        say("Nothing moved.")
        return
    every: Iterator[Transaction] = found if begins is None else chain([begins], found)
    if form == "beancount":
        write_lines(beancount_lines(every))
    else:
        write_objects(posting_objects(every), form, POSTING_FIELDS)
