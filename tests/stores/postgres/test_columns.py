"""The numbered files of SQL lay out the tables that the columns say."""

from typing import Any

import pytest

from trafftpkg.stores.clients.columns import COPIED
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.fold import APPOINTMENTS, ENTRIES, PURCHASES
from trafftpkg.stores.tables.columns import BESIDE, FORMER, MONTHLY, MOVEMENTS, TOUCHED, Table
from trafftpkg.stores.tables.rows import Mark
from trafftpkg.stores.tables.things import BLOCKS

TABLES: list[Table[Any]] = [
    *(ENTRIES, PURCHASES, APPOINTMENTS, BLOCKS, TOUCHED, FORMER, MOVEMENTS, MONTHLY),
    *COPIED,
    *(each.table for each in BESIDE),
]
KINDS = {
    "bigint": "INTEGER",
    "integer": "INTEGER",
    "smallint": "INTEGER",
    "text": "TEXT",
    "numeric": "DECIMAL",
    "bytea": "BYTES",
}
ITS_OWN = {("head", "single")}
"""What the database says itself."""


def columns_in(database: Database, table: str) -> dict[str, str]:
    query = (
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND table_schema = current_schema()"
    )
    with database.questions() as statements:
        rows = statements.execute(query, (table,)).fetchall()
    return {name: KINDS.get(kind, kind) for name, kind in rows if (table, name) not in ITS_OWN}


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_a_table_has_the_columns_that_rows_are_written_by(table: Table[Any], database: Database) -> None:
    assert columns_in(database, table.name) == {each.name: each.kind for each in table.columns}


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_rows_differ_by_the_key_that_is_said(table: Table[Any], database: Database) -> None:
    query = (
        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)"
        " WHERE indrelid = %s::regclass AND indisprimary"
    )
    with database.questions() as statements:
        found = {name for (name,) in statements.execute(query, (table.name,)).fetchall()}

    assert found == set(table.key)


def test_the_head_has_what_a_mark_has(database: Database) -> None:
    assert columns_in(database, "head").keys() == set(Mark._fields)
