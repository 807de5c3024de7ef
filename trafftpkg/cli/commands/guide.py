"""`trafftpkg guide`: the documents, wherever the program is installed."""

from importlib.resources import files
from typing import Annotated

import typer

from trafftpkg.cli.completing import Offered, offer_one_of
from trafftpkg.cli.errors import UnknownTopicError
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, write_lines, write_object, write_objects, write_text
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.errors.naming import nearest

TOPICS = {
    "start": "Begin: install it, and follow one package through its life",
    "catalogue": "The catalogue: what is sold, and every key of its files",
    "support": "Support: what clients ask, and what to type",
    "operating": "Operating: the night job, reports, backups, damaged files",
    "accounting": "Accounting: what each figure of the reports is, and why",
    "postgresql": "A ledger in PostgreSQL",
    "page": "The booking page",
    "letters": "Letters: what clients are told by e-mail",
    "importing": "Balances from another system",
    "library": "From a program or a script",
    "errors": "Errors: every code, what it means, what to do",
    "rules": "The rules that the program decides by",
    "file-format": "The file format of the ledger",
    "speed": "Speed: what each thing takes, and how it was measured",
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


TopicArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TOPIC",
        help="Document to print. Leave out for a list.",
        click_type=Offered(offer_one_of(tuple(TOPICS))),
    ),
]
_FIELDS = ("topic", "title")


def command(ctx: typer.Context, topic: TopicArgument = None, form: FormatOption = "table") -> None:
    """Print a chapter of the guide.

    Without a topic, lists the topics. Chapters are Markdown.

        trafftpkg guide support
    """
    if topic is None:
        _list_topics(form)
    elif topic not in TOPICS:
        raise UnknownTopicError(typed=topic, nearest=nearest(topic, TOPICS))
    elif form == "table":
        write_text(document_of(topic))
    else:
        found: Json = {"topic": topic, "title": TOPICS[topic], "text": document_of(topic)}
        write_object(found, form, tuple(found))


def _list_topics(form: Format) -> None:
    if form == "table":
        width = max(map(len, TOPICS))
        write_lines(f"{topic:{width}}  {title}" for topic, title in TOPICS.items())
    else:
        write_objects(({"topic": topic, "title": title} for topic, title in TOPICS.items()), form, _FIELDS)
