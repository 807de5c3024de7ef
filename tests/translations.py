"""The words of page and letters, and their translations.

    python -m tests.translations

renews the catalogues in trafftpkg/languages/: new messages are added to each, empty, and unused ones go. They
stand in the order of their text, without places, so that people who add words at one time rarely collide.
"""

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

_TEMPLATES = ("**.html", "**.txt")
_METHODS = [("**.py", "python"), *((each, "jinja2.ext.babel_extract") for each in _TEMPLATES)]
_OPTIONS = {each: {"trimmed": "true", "newstyle_gettext": "true"} for each in _TEMPLATES}
_KEYWORDS = {"gettext": None, "_": None, "to_say": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_COMMENT = "Note:"
"""Begins a comment that is meant for translators."""

_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|<[^>]+>")
"""What a translation must have too: facts, percent signs, and HTML."""


def words(program: Path = PROGRAM) -> Catalog:
    """Return all messages that the program has for clients."""
    found = Catalog()
    for room in ROOMS:
        for _file, _line, message, comments, context in extract_from_dir(
            program / room, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=(_COMMENT,), strip_comment_tags=True
        ):
            found.add(message, auto_comments=comments, context=context)
    return found


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
        catalogue.add(message.id, kept, auto_comments=message.auto_comments, context=message.context)
    written = BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, omit_header=True)
    return _header(catalogue).encode() + written.getvalue()


def faults(language: str, known: Catalog, all_words: Catalog) -> Iterator[str]:
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
        found = list(faults(language, catalogues()[language], all_words))
        left += len(found)
        print("\n".join(found) or f"{language}: all {len(all_words)} messages are translated.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
