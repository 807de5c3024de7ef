"""The tables that only the index of a file has: where each line begins, and how the file looked."""

from trafftpkg.stores.tables.columns import Table, integers, texts
from trafftpkg.stores.tables.rows import Row

ENTRIES = Table[Row]("entries", "seq", *integers("seq offset at purchases appointments"))

MARK = Table[Row](
    "mark",
    "",
    *texts("device inode"),
    *integers("mtime_ns ctime_ns size seq"),
    *texts("hash"),
    *integers("at purchases appointments longest"),
    *texts("ledger time_zone currency moved_to"),
)
