"""Words for files that cannot be trusted."""

import shlex

from trafftpkg.cli.words.base import Words, sentence, words
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.notices import missing_clients
from trafftpkg.cli.words.rules import damage_words
from trafftpkg.domain.errors.untrusted import (
    CatalogueEditInvalidError,
    CatalogueInvalidError,
    CatalogueOfAnotherLedgerError,
    ClientBookDamagedError,
    ClientsMissingError,
    ImportInvalidError,
    IndexAheadError,
    LedgerDamagedError,
    LedgerMissingError,
    LedgerSealedError,
    LedgerTooNewError,
    TextsChangedError,
)
from trafftpkg.domain.finding import Finding


@words.register
def _(error: CatalogueInvalidError, names: Names) -> Words:
    many = len(error.findings)
    if error.revision:
        return Words(
            problem=f"In {error.revision} the catalogue had a problem: {_placed(error.findings[0])}",
            remedy="Give a revision in which it was good. List them: git log",
        )
    if error.findings[0].code == "folder_missing":
        problem = sentence(error.findings[0].problem)
        return Words(
            problem=f"{problem[0].upper()}{problem[1:]}",
            remedy=(
                "Check the path (--catalog or TRAFFTPKG_CATALOG) and the folder you are in. "
                "To begin a business here: trafftpkg init ."
            ),
        )
    named = f" {error.where}" if error.where else ""
    there = f" --catalog {shlex.quote(error.where)}" if error.where else ""
    return Words(
        problem=(
            f"The catalogue{named} has {many} problem{'' if many == 1 else 's'}. The first is "
            f"{_placed(error.findings[0])}"
        ),
        remedy=f"Fix them first. List them with: trafftpkg{there} catalog check",
    )


@words.register
def _(error: CatalogueEditInvalidError, names: Names) -> Words:
    many = len(error.findings)
    several = "a problem:" if many == 1 else f"{many} problems. The first is"
    return Words(
        problem=f"Nothing was written: the catalogue would have {several} {_placed(error.findings[0])}",
        remedy=_instead(error.findings[0]),
    )


def _instead(finding: Finding) -> str:
    if finding.code == "missing" and finding.field:
        return f"{finding.field} is required: it cannot be removed or left out. Give it a value."
    return "Give another value."


def _placed(finding: Finding) -> str:
    field = f"{finding.field}: " if finding.field else ""
    return f"{finding.file}:{finding.line}:{finding.column}: {field}{sentence(finding.problem)}"


@words.register
def _(error: CatalogueOfAnotherLedgerError, names: Names) -> Words:
    both = " and ".join(
        f"{each.field.replace('_', ' ')} {each.ledger} (the catalogue says {each.catalogue})"
        for each in error.differences
    )
    return Words(
        problem=f"This ledger was started with the {both}.",
        remedy=(
            "Use the catalogue of this ledger (--catalog). To change over, start a new ledger with the "
            "balances that are left: trafftpkg --ledger NEW.jsonl ledger import BALANCES.csv"
        ),
    )


@words.register
def _(error: ImportInvalidError, names: Names) -> Words:
    first = error.findings[0]
    many = len(error.findings)
    return Words(
        problem=(
            f"{error.where} has {many} problem{'' if many == 1 else 's'}. Nothing was imported. "
            f"The first is in line {first.line}, column {first.column}: {sentence(first.problem)}"
        ),
        remedy="Fix them all, then check again: the same command with --dry-run.",
    )


@words.register
def _(error: LedgerDamagedError, names: Names) -> Words:
    first = error.damages[0]
    return Words(
        problem=(
            f"{error.where} is damaged at line {first.line}, byte {first.offset}: {damage_words(first)}."
        ),
        remedy=(
            "Nothing is written until it is repaired. List the damage: trafftpkg ledger verify. "
            "See what can be repaired: trafftpkg ledger repair. "
            "Or restore a backup: trafftpkg ledger restore BACKUP"
        ),
    )


@words.register
def _(error: ClientBookDamagedError, names: Names) -> Words:
    book = shlex.quote(error.where)
    return Words(
        problem=f"The client book {error.where} {_book(error)}. Purchases and visits are not affected.",
        remedy=(
            "Restore its latest copy from your backup. Without one, save what can still be read: "
            f"sqlite3 {book} .recover | sqlite3 {shlex.quote(error.where + '.recovered')}"
        ),
    )


@words.register
def _(error: ClientsMissingError, names: Names) -> Words:
    return Words(
        problem=missing_clients(error.where, error.count, error.clients),
        remedy=(
            "It was lost, or is an older copy. Restore the latest copy from your backup. Without one, name "
            f"the clients again: trafftpkg client add HANDLE --key {error.clients[0]}"
        ),
    )


@words.register
def _(error: TextsChangedError, names: Names) -> Words:
    first, *others = error.seqs
    more = ", …" if error.count > len(error.seqs) else ""
    named = f"entries {', '.join(map(str, error.seqs))}{more}" if others else f"entry {first}"
    are = "are not the texts that were" if others else "is not the text that was"
    return Words(
        problem=f"In the client book of {error.where}, what is kept for {named} {are} recorded.",
        remedy=(
            "It was changed by another program. Restore its latest copy from your backup. Until then such a "
            "text is shown nowhere."
        ),
    )


@words.register
def _(error: LedgerTooNewError, names: Names) -> Words:
    from trafftpkg.cli.installed import upgrading

    where = error.where if error.line is None else f"{error.where}, line {error.line},"
    return Words(
        problem=f"{where} has version {error.version}. This program knows versions up to {error.known}.",
        remedy=f"Install a newer trafftpkg: {upgrading()}",
    )


@words.register
def _(error: IndexAheadError, names: Names) -> Words:
    return Words(
        problem=(
            f"{error.where} ends with entry {error.ledger_seq}, but entry {error.index_seq} was recorded. "
            "It is an older copy, or was cut."
        ),
        remedy="Restore the newer file. If this one is to count from now on: trafftpkg ledger repair",
    )


@words.register
def _(error: LedgerMissingError, names: Names) -> Words:
    where = shlex.quote(error.where)
    if error.reason in ("no_database", "no_tables"):
        why = "the database is empty"
        if error.reason == "no_database":
            why = f"the server has no database '{error.thing}'"
        return Words(
            problem=f"There is no ledger at {error.where}: {why}.",
            remedy=f"Create one, as a role that may create tables: trafftpkg --ledger {where} ledger init",
        )
    if error.reason == "only_index_left":
        return Words(
            problem=(
                f"There is no ledger at {error.where}, but its index knows entries up to {error.known}."
            ),
            remedy=(
                "Restore the file, or a backup: trafftpkg ledger restore BACKUP. "
                "If it is lost for good, give it up: trafftpkg ledger repair"
            ),
        )
    return Words(
        problem=f"There is no ledger at {error.where}.",
        remedy=(
            "Check the path (--ledger or TRAFFTPKG_LEDGER) and the folder you are in. "
            f"To start a new one: trafftpkg --ledger {where} client add HANDLE --name NAME"
        ),
    )


@words.register
def _(error: LedgerSealedError, names: Names) -> Words:
    return Words(
        problem=f"{error.where} was closed. It goes on at {error.moved_to}.",
        remedy=f"Work there: trafftpkg --ledger {error.moved_to} …",
    )


def _book(error: ClientBookDamagedError) -> str:
    said = f": {error.said}" if error.said else ""
    return f"{'cannot be read' if error.reason == 'unreadable' else 'belongs to another program'}{said}"
