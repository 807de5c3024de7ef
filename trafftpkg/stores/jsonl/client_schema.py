"""The layout of the client book's SQLite file, and how older files are upgraded."""

SCHEMA_VERSION = 3
"""The version of the layout, kept in the file as `PRAGMA user_version`. 0 is an empty file.

Since version 2, `merged_into` is the key of the client into whom a client was merged, and `merged_seq` the
entry that merged them. Since version 3, the keys of erased clients stay in `erased`.
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

SCHEMA = (
    """
    CREATE TABLE clients (
        key TEXT PRIMARY KEY,
        handle TEXT NOT NULL UNIQUE,
        name TEXT,
        email TEXT,
        email_folded TEXT UNIQUE,
        phone TEXT,
        phone_ending TEXT,
        time_zone TEXT,
        merged_into TEXT,
        merged_seq INTEGER
    ) WITHOUT ROWID
    """,
    "CREATE INDEX clients_by_phone ON clients (phone_ending) WHERE phone_ending IS NOT NULL",
    "CREATE TABLE texts (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, salt TEXT NOT NULL)",
    *_ERASED,
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
"""Creates the tables of an empty file."""

_TO_2 = (
    "ALTER TABLE clients ADD COLUMN merged_into TEXT",
    "ALTER TABLE clients ADD COLUMN merged_seq INTEGER",
)
_TO_3 = (*_ERASED, f"PRAGMA user_version = {SCHEMA_VERSION}")
UPGRADES = {1: (*_TO_2, *_TO_3), 2: _TO_3}
"""Upgrades an older file, by its version."""

_NONE_ERASED = "CREATE TEMP VIEW erased AS SELECT NULL AS key, 1 AS overwritten WHERE false"
VIEWS = {
    1: (
        "CREATE TEMP VIEW clients AS SELECT *, NULL AS merged_into, NULL AS merged_seq FROM main.clients",
        _NONE_ERASED,
    ),
    2: (_NONE_ERASED,),
}
"""Shows an older file in the new layout to a reader who may not change it."""
