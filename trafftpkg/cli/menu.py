"""What can be asked: the commands in the order of the help, each with its module and one line of help.

Help, suggestions, and completion need these lines only, so a command's module is imported when it is
called and never before. Groups are the commands that have a menu of their own.
"""

PACKAGE = "trafftpkg.cli.commands"

SECTIONS: dict[str, dict[str, str]] = {
    "Sell": {
        "client": "Keep the book of clients.",
        "purchase": "Sell a package to a client.",
        "pay": "Record a payment for a purchase or an appointment.",
    },
    "Book": {
        "slots": "List the free times of a service.",
        "book": "Book an appointment and redeem a package for it.",
        "reschedule": "Move an appointment to another time, employee or location.",
        "redeem": "Let a package pay for an appointment that is booked, or took place, already.",
        "cancel": "Cancel an appointment.",
        "no-show": "Record that a client did not come.",
        "block": "Keep an employee from being booked for a while.",
        "unblock": "Take an employee's absence back.",
    },
    "Ask": {
        "list": "List purchases and what is left of them.",
        "show": "Show a purchase, an appointment, or a client.",
        "explain": "Say which package would pay, and why the others would not.",
        "appointments": "List appointments by their start.",
        "blocks": "List the absences of employees.",
        "history": "Show what happened to a purchase or an appointment.",
        "statement": "Write a page to send that explains a client's balance.",
        "reminders": "List whom to write to, and why.",
        "report": "Add up what is owed, earned, sold and used.",
    },
    "Set right": {
        "correct": "Say what really became of an appointment.",
        "extend": "Move the last day of purchases.",
        "freeze": "Set purchases aside for a while.",
        "unfreeze": "End a freeze early.",
        "transfer": "Give units of a purchase to another client.",
        "refund": "Pay back what is unused, and end the purchase.",
        "void": "End purchases that should not have been sold.",
        "adjust": "Add or take units by hand.",
    },
    "Look after": {
        "expire": "Write down what has expired; for the night job.",
        "catalog": "Check and show what is sold.",
        "ledger": "Look after the ledger.",
        "serve": "Serve the booking page.",
        "demo": "Play the main job on an example business.",
        "guide": "Print a document of the guide.",
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
        "merge": "Make one client of two entries for one person.",
        "erase": "Remove everything personal about a client.",
    },
    "catalog": {
        "check": "Find every fault in the catalogue.",
        "show": "Show what is sold, as a client would see it.",
        "new": "Begin a new file of the catalogue.",
        "diff": "Say what changes from one catalogue to another.",
        "schema": "Print the JSON Schema of the catalogue's files.",
    },
    "report": {
        "liability": "What is owed to clients: opening, what moved it, and closing.",
        "revenue": "What was earned: as units were redeemed, and what lapsed.",
        "sales": "What was sold.",
        "usage": "What was redeemed, in appointments and units.",
    },
    "ledger": {
        "verify": "Check every line of the ledger, and the client book.",
        "head": "Print the last entry's number and hash.",
        "rebuild": "Make the index anew from the ledger.",
        "repair": "Mend what can be mended without guessing.",
        "copy": "Move the ledger to another place, and seal this one.",
        "init": "Make the tables of a ledger in PostgreSQL.",
        "upgrade": "Bring the tables of a ledger in PostgreSQL up to date.",
        "import": "Bring in balances from another system.",
    },
}


def module_of(group: str, name: str) -> str:
    """Return the module of a command: `trafftpkg.cli.commands.client_add`."""
    return f"{PACKAGE}.{f'{group}_{name}' if group else name}".replace("-", "_")
