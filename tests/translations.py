"""The words of page and letters, and their translations.

    python -m tests.translations

renews the catalogues in trafftpkg/languages/: new messages are added to each, empty, and unused ones go. They
stand in the order of their text, without places, so that people who add words at one time rarely collide.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from trafftpkg.languages.language import HERE

PROGRAM = Path(__file__).parent.parent / "trafftpkg"
ROOMS = ("languages", "letters", "receipts", "web")
"""Where words for clients are."""

_TEMPLATES = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
_ENGLISH_AT = {"gettext": (0,), "to_say": (0,), "ngettext": (0, 1), "pgettext": (1,)}
"""Which arguments of a call are a message. A context is before it."""

SAME_IN_ALL = {"IBAN", "BIC"}
"""What has this name in every language."""
_TOLD_ELSEWHERE = re.compile(
    r"{#.*?#}|{%-? *trans.*?endtrans *-?%}|{{.*?}}|{%.*?%}|<(style|script)\b.*?</\1>", re.DOTALL
)
"""What is no text of a template: notes, messages, what is filled in, and what is not read."""

_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|<[^>]+>")
"""What a translation must have too: facts, percent signs, and HTML."""


def words(program: Path = PROGRAM) -> Catalog:
    """Return all messages that the program has for clients."""
    found = Catalog()
    for room in ROOMS:
        for file in sorted((program / room).rglob("*.py")):
            for message, context in messages_in(file.read_text("utf-8")):
                found.add(message, context=context)
        templates = extract_from_dir(program / room, [("**.html", "jinja2.ext.babel_extract")], _TEMPLATES)
        for _file, _line, message, _comments, context in templates:
            found.add(message, context=context)
    return found


def messages_in(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield a module's messages and their contexts, also of calls within others and within f-strings."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        places = _ENGLISH_AT.get(name, ())
        texts = [_literal(node.args[each]) for each in places if each < len(node.args)]
        if texts and all(texts):
            forms = tuple(filter(None, texts))
            yield (
                forms if len(forms) > 1 else forms[0],
                _literal(node.args[0]) if name == "pgettext" else None,
            )


def said_in(template: str) -> list[str]:
    """Return the words that a template says by itself: outside gettext, also for people who do not see."""
    text = _TOLD_ELSEWHERE.sub(" ", template)
    labels = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
    bare = re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"|&\w+;", " ", text)
    found = re.findall("[A-Za-z]{2,}", " ".join([*labels, bare]))
    return [each for each in found if each not in SAME_IN_ALL]


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def catalogues(folder: Path = HERE) -> dict[str, Catalog]:
    """Return what is translated, by language."""
    return {file.stem: _read(file) for file in sorted(folder.glob("*.po"))}


def renewed(language: str, known: Catalog, all_words: Catalog) -> bytes:
    """Return a catalogue's file with the program's messages, as far as they are translated."""
    catalogue = Catalog(locale=language, fuzzy=False)
    catalogue.mime_headers = known.mime_headers  # How many forms a plural has is the translator's to say.
    for message in all_words:
        if not message.id:
            continue
        old = known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        kept = old.string if old is not None and old.pluralizable == message.pluralizable else ""
        catalogue.add(message.id, kept, context=message.context)
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, omit_header=True)
    return _header(catalogue).encode() + written.getvalue()


def problems(language: str, known: Catalog, all_words: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue."""
    ids = {(message.id, message.context) for message in all_words if message.id}
    translated = {(message.id, message.context): message for message in known if message.id}
    for what, those in (("is missing", ids - translated.keys()), ("is not used", translated.keys() - ids)):
        yield from (f"{language}: {what}: {each[0]!r}" for each in sorted(those, key=str))
    for key in sorted(ids & translated.keys(), key=str):
        yield from (f"{language}: {problem}: {key[0]!r}" for problem in _problems(translated[key]))


def _problems(message: Message) -> Iterator[str]:
    originals, strings = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "is marked as fuzzy"
    if not all(strings):
        yield "is not translated"
        return
    for place, string in enumerate(strings):
        original = originals[min(place, len(originals) - 1)]
        if _placeholders(string) != _placeholders(original):
            yield "has other placeholders or HTML"
        if string[:1].isspace() != original[:1].isspace() or string[-1:].isspace() != original[-1:].isspace():
            yield "begins or ends with another space"


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _placeholders(text: str) -> list[str]:
    # Of one thing a translation may leave out the number: "the first time" has none.
    return sorted(each for each in _PLACEHOLDER.findall(text) if each != "%(num)s")


def _read(file: Path) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=file.stem)


def _header(catalogue: Catalog) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )


def main() -> int:
    """Renew the catalogues, and tell what is left to translate."""
    all_words, left = words(), 0
    for language, known in catalogues().items():
        (HERE / f"{language}.po").write_bytes(renewed(language, known, all_words))
        found = list(problems(language, catalogues()[language], all_words))
        left += len(found)
        print("\n".join(found) or f"{language}: all {len(all_words)} messages are translated.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
