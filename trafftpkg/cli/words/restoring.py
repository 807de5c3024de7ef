"""Words for backups that would take the place of something."""

import shlex

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.restoring import NewerLedgerError, RestoreReplacesError


@words.register
def _(error: RestoreReplacesError, names: Names) -> Words:
    again = f"trafftpkg --ledger {shlex.quote(error.where)} ledger restore {shlex.quote(error.folder)} --yes"
    return Words(
        problem=f"{_what_is_there(error)}. {_what_comes_of_it(error)}",
        remedy=f"Use another place, or restore it here all the same: {again}",
    )


@words.register
def _(error: NewerLedgerError, names: Names) -> Words:
    where = shlex.quote(error.where)
    return Words(
        problem=(
            f"{error.where} has entries up to {error.known}, and the backup ends with entry {error.seq}. "
            "A newer ledger is never replaced."
        ),
        remedy=(
            "Restore to another place, with --ledger. "
            f"Or move the newer files away first: mkdir newer && mv {where}* newer/"
        ),
    )


def _what_is_there(error: RestoreReplacesError) -> str:
    if error.lost:
        entries = "1 entry was" if error.lost == 1 else f"{error.lost} entries were"
        return (
            f"{entries} recorded at {error.where} after this backup, up to entry {error.known}, "
            "and would be given up"
        )
    if error.known is None:
        return f"There are files of a ledger at {error.where}"
    return f"There is a ledger at {error.where}, up to entry {error.known}"


def _what_comes_of_it(error: RestoreReplacesError) -> str:
    if not error.files:
        return f"The client book there would be replaced. The backup ends with entry {error.seq}."
    return f"These files would be put aside: {', '.join(error.files)}."
