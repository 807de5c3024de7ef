"""Which command a word that is none was meant for: by another name, by its place, or by its spelling."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafftpkg.cli.menu import MENU

if TYPE_CHECKING:
    from trafftpkg.cli.errors import UnknownCommandError


def _read(table: str) -> dict[str, tuple[str, ...]]:
    """Read a table with a word, and the commands it may stand for, on each line."""
    lines = (line.strip().partition(": ") for line in table.strip().splitlines())
    return {word: tuple(commands.split(", ")) for word, _, commands in lines}


_TABLES = {
    "": """
        absence: block, blocks
        availability: slots
        balance: list, statement
        buy: purchase
        calendar: appointments
        charge: pay
        clients: client list
        compensate: adjust, extend
        credit: adjust, refund
        customer: client
        customers: client list
        delete: cancel, undo, void
        diary: appointments
        discount: purchase, refund
        edit: client edit, adjust
        employees: catalog show
        end: void, refund
        export: list, ledger backup
        family: share, client list
        find: client list, show
        fix: correct, undo
        free: slots
        gift: transfer, purchase
        give: transfer
        hold: freeze
        holiday: block
        install: guide
        invoice: receipt, statement
        lapse: expire
        locations: catalog show
        log: history
        mail: reminders
        manual: guide
        migrate: ledger import, ledger upgrade
        member: share
        members: share, show
        missed: no-show, correct
        mistake: undo, correct
        money: report
        move: reschedule, transfer
        new: client add, purchase
        noshow: no-show
        overdue: list, reminders
        packages: catalog show
        pause: freeze
        payment: pay
        postpone: reschedule, extend
        price: catalog show
        prolong: extend
        purchases: list
        register: client add
        remind: reminders
        remove: cancel, void, client erase
        renew: extend, purchase
        reports: report
        reservation: book
        reserve: book
        restore: ledger repair
        resume: unfreeze
        revert: undo
        schedule: book, appointments
        search: client list, show
        sell: purchase
        send: statement, reminders
        services: catalog show
        staff: catalog show
        start: serve, demo
        stop: void, freeze
        store: ledger
        suspend: freeze
        terminate: void
        times: slots
        validate: catalog check, ledger verify
        vacation: block, freeze
        version: --version
        visits: appointments
        voucher: purchase, transfer
        web: serve
        why: explain, history
    """,
    "client": """
        change: client edit
        delete: client erase
        find: client list, client show
        forget: client erase
        join: client merge
        login: client link
        logout: client sign-out
        new: client add
        remove: client erase
        rename: client edit
        search: client list, client show
        update: client edit
    """,
    "catalog": """
        add: catalog new
        compare: catalog diff
        create: catalog new
        init: catalog new
        lint: catalog check
        list: catalog show
        validate: catalog check
    """,
    "report": """
        balance: report liability
        deferred: report liability
        earned: report revenue
        income: report revenue
        owed: report liability
        turnover: report sales, report revenue
        visits: report usage
    """,
    "ledger": """
        check: ledger verify
        create: ledger init
        fix: ledger repair
        load: ledger import
        migrate: ledger upgrade, ledger copy
        move: ledger copy
        recover: ledger restore, ledger repair
        reindex: ledger rebuild
        save: ledger backup
        status: ledger head, ledger verify
    """,
}

OTHER_WORDS = {group: _read(table) for group, table in _TABLES.items()}
"""What people call it, for each group, and the commands that do it."""

_AT_MOST = 3


def unknown_command(group: str, args: Sequence[str]) -> "UnknownCommandError":
    """Return the error for a word that is no command, with the commands that were probably meant.

    Args:
        group: Where it was typed; empty for the program itself.
        args: The word, and all that was typed after it.
    """
    from trafftpkg.cli.errors import UnknownCommandError

    path = f"trafftpkg {group}".strip()
    meant = _help_wanted(group, args) or _commands_meant(group, args[0])
    nearest = meant[0] if meant else None
    return UnknownCommandError(path=path, typed=args[0], nearest=nearest, meant=meant[:_AT_MOST])


def _help_wanted(group: str, args: Sequence[str]) -> tuple[str, ...]:
    """`help book` is understood: it is the command itself whose help is wanted."""
    if args[0] != "help":
        return ()
    path = group
    for word in args[1:]:
        if word not in MENU.get(path, ()):
            break
        path = _path(path, word)
    return (path,)


def _commands_meant(group: str, typed: str) -> tuple[str, ...]:
    from trafftpkg.domain.errors.naming import nearest

    words, word = OTHER_WORDS.get(group, {}), typed.lower()
    elsewhere = tuple(_path(other, word) for other, menu in MENU.items() if other != group and word in menu)
    if word in words or elsewhere:
        return tuple(dict.fromkeys((*words.get(word, ()), *elsewhere)))
    near = nearest(typed, [*MENU[group], *words])
    if near is None:
        return ()
    return (_path(group, near),) if near in MENU[group] else words[near]


def _path(group: str, name: str) -> str:
    return f"{group} {name}".strip()
