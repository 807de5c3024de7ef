"""What the client book's SQLite file has in it, in its latest version, and how older ones get there."""

SCHEMA_VERSION = 3
"""Kept in the file as `PRAGMA user_version`; 0 is a file in which nothing was written yet.

Since 2 a client may be merged into another: `merged_into` is that one's key, and `merged_seq` the entry
of the ledger that did it. Since 3 the key of a client who was erased stays in `erased`.
"""

WRITING = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON")
"""How whoever writes opens it."""

_ERASED = (
    "CREATE TABLE erased (key TEXT PRIMARY KEY, overwritten INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
    "CREATE INDEX erased_in_part ON erased (overwritten) WHERE overwritten = 0",
)
ERASED_IN_PART = "SELECT 1 FROM erased WHERE overwritten = 0 LIMIT 1"
"""Finds a row while the file still holds something of one who was erased."""

# Deleted rows are overwritten where they lay, but copies stay where rows were moved between pages: the file
# is written anew. The work file would lie in /tmp otherwise. Only then is the erasure marked as complete, so
# that whoever opens the file after a kill sees that it is not.
OVERWRITING = (
    *WRITING,
    "PRAGMA temp_store = MEMORY",
    "VACUUM",
    "UPDATE erased SET overwritten = 1 WHERE overwritten = 0",
)
"""Leaves nothing in the file of those who were erased."""

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
"""Lays out an empty file."""

_TO_2 = (
    "ALTER TABLE clients ADD COLUMN merged_into TEXT",
    "ALTER TABLE clients ADD COLUMN merged_seq INTEGER",
)
_TO_3 = (*_ERASED, f"PRAGMA user_version = {SCHEMA_VERSION}")
UPGRADES = {1: (*_TO_2, *_TO_3), 2: _TO_3}
"""What makes an older file a new one, by its version."""

_NONE_ERASED = "CREATE TEMP VIEW erased AS SELECT NULL AS key, 1 AS overwritten WHERE false"
VIEWS = {
    1: (
        "CREATE TEMP VIEW clients AS SELECT *, NULL AS merged_into, NULL AS merged_seq FROM main.clients",
        _NONE_ERASED,
    ),
    2: (_NONE_ERASED,),
}
"""What shows a reader, who may not change the file, an older one as it will be."""
