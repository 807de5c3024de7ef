"""No text for clients stands outside gettext: in the templates, and in the modules that speak to them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.translations import PROGRAM, ROOMS, messages_in, said_in

TEMPLATES = sorted(file for room in ROOMS for file in (PROGRAM / room).rglob("*.html"))
SPOKEN = sorted(file for room in ROOMS for file in (PROGRAM / room).rglob("*.py"))

_SENTENCE = re.compile(r"[A-Z][a-z]* [a-z]+ ?|[a-z]{2,} [a-z]{2,}.*[.?!]$")
FOR_OPERATORS = {
    "letters/smtp.py",
    "web/asgi.py",
    "web/backend.py",
    "web/crawlers.py",
    "web/checkouts/stripe.py",
    "web/pages/messages.py",
    "web/secret_letters.py",
}
"""Whose sentences are for the log, or for programs."""


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda each: each.name)
def test_no_template_has_words_of_its_own(file: Path) -> None:
    assert said_in(file.read_text("utf-8")) == []


def test_words_of_a_template_are_found() -> None:
    text = '<p title="Hello">{% trans %}Fine{% endtrans %} Bye {{ _("Fine") }}{# a note #}</p><b>{{ x }}</b>'

    assert said_in(text) == ["Hello", "Bye"]


def test_no_module_says_a_sentence_outside_gettext() -> None:
    wrong = [
        f"{file.relative_to(PROGRAM)}: {text!r}"
        for file in SPOKEN
        if str(file.relative_to(PROGRAM)) not in FOR_OPERATORS
        for text in _sentences(file.read_text("utf-8"))
    ]

    assert wrong == []


def test_a_sentence_outside_gettext_is_found_and_one_within_is_not() -> None:
    source = "def f(n):\n    'Says it.'\n    return g(n.gettext('Hello you.')) or f'You have {n} left.'\n"

    assert list(_sentences(source)) == ["You have "]
    assert list(messages_in("f'{n.gettext(\"Hello you.\")}'")) == [("Hello you.", None)]


def _sentences(source: str) -> Iterator[str]:
    """Yield texts of two words and more that a person would read, apart from docstrings and messages."""
    tree = ast.parse(source)
    spared = {id(each) for each in _spared(tree)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in spared else None
        if isinstance(text, str) and _SENTENCE.search(text) and "<" not in text:
            yield text


def _spared(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is not for people, or is told by gettext: with all that is within it."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            yield from (each.value for each in body if isinstance(each, ast.Expr) and _is_text(each.value))
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"gettext", "ngettext", "pgettext", "to_say"}:
                yield from (each for argument in node.args for each in ast.walk(argument))
            if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "_LOG":
                yield from ast.walk(node)
        if isinstance(node, ast.Raise | ast.Assert):
            yield from ast.walk(node)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
