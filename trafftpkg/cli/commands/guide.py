"""`trafftpkg guide`: the documents, wherever the program is installed."""

from typing import Annotated

import typer

from trafftpkg.cli.errors import UnknownTopicError
from trafftpkg.cli.guide import TOPICS, document_of, offer_topics
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import Format, write_lines, write_object, write_objects, write_text
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.errors.naming import nearest

TopicArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="TOPIC", help="Document to print. Leave out for a list.", autocompletion=offer_topics
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
