"""The commands in the order of the help, each with one line of help.

Help, suggestions and completion need only these lines, so a command's module is imported only when it is
called. Groups are commands with a menu of their own.
"""

PACKAGE = "trafftpkg.cli.commands"

SECTIONS: dict[str, dict[str, str]] = {
    "Sell": {
        "client": "Manage clients.",
        "purchase": "Sell a package to a client.",
        "pay": "Record a payment for a purchase or an appointment.",
    },
    "Book": {
        "slots": "List the free times of a service.",
        "book": "Book an appointment and redeem a package for it.",
        "reschedule": "Move an appointment to another time, employee or location.",
        "cancel": "Cancel an appointment.",
        "no-show": "Record that a client did not come.",
        "block": "Mark an employee as away.",
        "unblock": "Remove an absence.",
    },
    "Ask": {
        "list": "List purchases and what is left of them.",
        "show": "Show a purchase, an appointment, or a client.",
        "explain": "Show which package would pay, and why the others would not.",
        "appointments": "List appointments by their start.",
        "blocks": "List the absences of employees.",
        "history": "Show what happened to a purchase or an appointment.",
        "statement": "Print a statement to send to a client.",
        "receipt": "Print the receipt of a purchase or a visit.",
        "reminders": "List clients to contact: expiring, nearly used up, or unpaid.",
        "report": "Report what is owed, earned, sold and used.",
    },
    "Set right": {
        "redeem": "Let a package pay for an appointment, also afterwards.",
        "correct": "Correct what became of an appointment.",
        "undo": "Take back the last thing that was done by mistake.",
        "extend": "Move the last day of purchases.",
        "freeze": "Freeze purchases for a while.",
        "unfreeze": "End a freeze early.",
        "transfer": "Give units to another client.",
        "share": "Let other clients use a purchase.",
        "unshare": "Stop sharing a purchase with other clients.",
        "refund": "Pay back what is unused, and end the purchase.",
        "void": "End purchases that should not have been sold.",
        "adjust": "Add or take away units by hand.",
    },
    "Look after": {
        "init": "Begin a business: a small catalogue of its own.",
        "expire": "Record what has expired; run it every night.",
        "letters": "Send letters to clients, and list them.",
        "events": "Print what was recorded, for other programs.",
        "catalog": "Check, show and change the catalogue.",
        "ledger": "Check, repair, copy and fill the ledger.",
        "serve": "Serve the booking page.",
        "demo": "Show an example business at work.",
        "guide": "Print a chapter of the guide.",
    },
}
"""The commands themselves, under the headings of the help."""

MENU: dict[str, dict[str, str]] = {
    "": {name: line for section in SECTIONS.values() for name, line in section.items()},
    "client": {
        "add": "Add a client.",
        "list": "List clients, or find one.",
        "show": "Show a client with their purchases and appointments.",
        "edit": "Change what is known about a client.",
        "link": "Print a link that signs a client in to the booking page.",
        "sign-out": "End all sessions of a client on the booking page.",
        "merge": "Merge two entries for one person.",
        "erase": "Erase a client's personal data.",
    },
    "catalog": {
        "check": "List every problem in the catalogue.",
        "show": "Show packages, services, employees and locations.",
        "new": "Add a package, service, employee or location.",
        "set": "Change values in the catalogue's files.",
        "diff": "Compare two catalogues.",
        "schema": "Print the JSON Schema of the catalogue's files.",
    },
    "report": {
        "liability": "Report what is owed to clients: opening, changes and closing.",
        "revenue": "Report what was earned by use and by lapse.",
        "sales": "Report what was sold.",
        "usage": "Report what was used, in appointments and units.",
        "payments": "Report money in and out, by day and method: the till.",
        "tax": "Report the taxes that fell due, by tax and rate.",
        "receivables": "Report what clients owe, and since when.",
        "journal": "Print what moved as double entries, for an accountant.",
    },
    "letters": {
        "list": "List the letters to clients, and what became of each.",
        "send": "Send the letters that are due; run it every day.",
        "stop": "Send no more reminders to a client.",
        "resume": "Send reminders to a client again, or letters that were not sent.",
    },
    "ledger": {
        "verify": "Check every line of the ledger, and the client book.",
        "head": "Print the last entry's number and hash.",
        "rebuild": "Rebuild the index from the ledger.",
        "repair": "Repair what can be repaired without guessing.",
        "backup": "Copy the ledger, the client book and the keys to a new folder.",
        "restore": "Restore a backup, where no ledger is.",
        "copy": "Move the ledger to another place, and seal this one.",
        "init": "Create the tables of a ledger in PostgreSQL.",
        "upgrade": "Update the tables of a ledger in PostgreSQL.",
        "import": "Import balances from another system.",
    },
}


def module_of(group: str, name: str) -> str:
    """Return the module of a command: `trafftpkg.cli.commands.client_add`."""
    return f"{PACKAGE}.{f'{group}_{name}' if group else name}".replace("-", "_")
