"""The documents that come with the program, by topic."""

from importlib.resources import files

TOPICS = {
    "start": "Begin: install it, and follow one package through its life",
    "catalogue": "The catalogue: what is sold, and every key of its files",
    "support": "Support: what clients ask, and what to type",
    "operating": "Operating: the night job, reports, backups, damaged files",
    "postgresql": "A ledger in PostgreSQL",
    "page": "The booking page",
    "importing": "Balances from another system",
    "library": "From a program or a script",
    "errors": "Errors: every code, what it means, what to do",
    "rules": "The rules that the program decides by",
    "file-format": "The file format of the ledger",
    "contributing": "Contributing: how to change the program",
    "decisions": "Decisions: what was chosen, and why",
    "changelog": "Changes, the newest first",
}
"""Each document's title, in the order in which a newcomer may read them."""

_UNSEEN = "<!--"


def document_of(topic: str) -> str:
    """Return a document's Markdown, without the comments that tell its tests how to run it."""
    text = (files("trafftpkg") / "guide" / f"{topic}.md").read_text("utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_UNSEEN))


def offer_topics(incomplete: str) -> list[str]:
    """Offer the topics."""
    return [each for each in TOPICS if each.startswith(incomplete)]
