"""The layout of the client book's SQLite file, and how older files are upgraded."""

from trafftpkg.stores.clients.columns import LETTERS, LETTERS_MARK, LETTERS_STOPPED, filed_handle, filed_name

SCHEMA_VERSION = 6
"""The version of the layout, kept in the file as `PRAGMA user_version`. 0 is an empty file.

Since version 2, `merged_into` is the key of the client into whom a client was merged, and `merged_seq` the
entry that merged them. Since version 3, the keys of erased clients stay in `erased`. Since version 4,
handles and names are filed as they are recognised, and an e-mail address may be shared. Since version 5,
it has the outbox of the letters to clients. Since version 6, it knows the language of a client.
"""

WRITING = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON")
"""Settings of each connection for writing."""

_ERASED = (
    "CREATE TABLE erased (key TEXT PRIMARY KEY, overwritten INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
    "CREATE INDEX erased_in_part ON erased (overwritten) WHERE overwritten = 0",
)
ERASED_IN_PART = "SELECT 1 FROM erased WHERE overwritten = 0 LIMIT 1"
"""Finds a row while the file still contains something of an erased client."""

# Deleted rows are overwritten in place, but moving rows between pages leaves copies: so the whole file is
# rewritten. Its work file must not be in /tmp. Only then is the erasure marked as complete, so that after a
# kill the next one to open the file sees that it is not.
OVERWRITING = (
    *WRITING,
    "PRAGMA temp_store = MEMORY",
    "VACUUM",
    "UPDATE erased SET overwritten = 1 WHERE overwritten = 0",
)
"""Removes all traces of erased clients from the file."""

FOLDING = {"handle_folded": filed_handle, "name_folded": filed_name}
"""What files an older row, by the name that SQL calls it by."""

_CLIENTS = """
    CREATE TABLE {} (
        key TEXT PRIMARY KEY,
        handle TEXT NOT NULL UNIQUE,
        handle_folded TEXT,
        name TEXT,
        name_folded TEXT,
        email TEXT,
        email_folded TEXT,
        phone TEXT,
        phone_ending TEXT,
        time_zone TEXT,
        shared TEXT NOT NULL DEFAULT '',
        language TEXT,
        merged_into TEXT,
        merged_seq INTEGER
    ) WITHOUT ROWID
    """
_FOUND_BY = (
    "CREATE INDEX clients_by_handle ON clients (handle_folded)",
    "CREATE INDEX clients_by_email ON clients (email_folded) WHERE email_folded IS NOT NULL",
    "CREATE INDEX clients_by_phone ON clients (phone_ending) WHERE phone_ending IS NOT NULL",
)

_LETTERS = """
    CREATE TABLE letters (
        key TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        client TEXT NOT NULL,
        about TEXT NOT NULL,
        seq INTEGER,
        due_at INTEGER NOT NULL,
        status TEXT NOT NULL,
        tries INTEGER NOT NULL,
        next_at INTEGER NOT NULL,
        ended_at INTEGER,
        trouble TEXT,
        said TEXT
    ) WITHOUT ROWID
    """
_LETTERS_MARK = """
    CREATE TABLE letters_mark (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        rest_until INTEGER,
        rests INTEGER NOT NULL
    )
    """
_OUTBOX = (
    _LETTERS,
    "CREATE INDEX letters_waiting ON letters (due_at) WHERE status = 'waiting'",
    "CREATE INDEX letters_by_client ON letters (client)",
    _LETTERS_MARK,
    "CREATE TABLE letters_stopped (client TEXT PRIMARY KEY) WITHOUT ROWID",
)

SCHEMA = (
    _CLIENTS.format("clients"),
    *_FOUND_BY,
    "CREATE TABLE texts (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, salt TEXT NOT NULL)",
    *_ERASED,
    *_OUTBOX,
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
"""Creates the tables of an empty file."""

_FILED = (
    "SELECT key, handle, handle_folded(handle) AS handle_folded, name, name_folded(name) AS name_folded,"
    " email, email_folded, phone, phone_ending, time_zone, '' AS shared, NULL AS language, {}"
    " FROM main.clients"
)
_MERGED = "merged_into, merged_seq"
_NONE_MERGED = "NULL AS merged_into, NULL AS merged_seq"
_TO_2 = (
    "ALTER TABLE clients ADD COLUMN merged_into TEXT",
    "ALTER TABLE clients ADD COLUMN merged_seq INTEGER",
)
_TO_4 = (
    _CLIENTS.format("filed"),
    f"INSERT INTO filed {_FILED.format(_MERGED)}",
    "DROP TABLE clients",
    "ALTER TABLE filed RENAME TO clients",
    *_FOUND_BY,
)
_TO_6 = ("ALTER TABLE clients ADD COLUMN language TEXT",)
_UPGRADED = f"PRAGMA user_version = {SCHEMA_VERSION}"
UPGRADES = {
    1: (*_TO_2, *_ERASED, *_TO_4, *_OUTBOX, _UPGRADED),
    2: (*_ERASED, *_TO_4, *_OUTBOX, _UPGRADED),
    3: (*_TO_4, *_OUTBOX, _UPGRADED),
    4: (*_OUTBOX, *_TO_6, _UPGRADED),
    5: (*_TO_6, _UPGRADED),
}
"""Upgrades an older file, by its version."""

_NONE_ERASED = "CREATE TEMP VIEW erased AS SELECT NULL AS key, 1 AS overwritten WHERE false"
_EMPTY = "CREATE TEMP VIEW {} AS SELECT {} WHERE false"
_NO_OUTBOX = tuple(
    _EMPTY.format(table.name, ", ".join(f"NULL AS {each}" for each in table.names))
    for table in (LETTERS, LETTERS_MARK, LETTERS_STOPPED)
)
_NO_LANGUAGE = "CREATE TEMP VIEW clients AS SELECT *, NULL AS language FROM main.clients"
VIEWS = {
    1: (f"CREATE TEMP VIEW clients AS {_FILED.format(_NONE_MERGED)}", _NONE_ERASED, *_NO_OUTBOX),
    2: (f"CREATE TEMP VIEW clients AS {_FILED.format(_MERGED)}", _NONE_ERASED, *_NO_OUTBOX),
    3: (f"CREATE TEMP VIEW clients AS {_FILED.format(_MERGED)}", *_NO_OUTBOX),
    4: (_NO_LANGUAGE, *_NO_OUTBOX),
    5: (_NO_LANGUAGE,),
}
"""Shows an older file in the new layout to a reader who may not change it."""
