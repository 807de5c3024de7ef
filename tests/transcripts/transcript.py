"""What a document says happens in a terminal: read from its ```console blocks, and played.

    <!-- transcript: catalog=catalog now=2026-01-05T10:00 -->
    ```console
    $ trafftpkg book ana facial --at 2026-01-04T10:00
    in_the_past: …
    [1]
    ```

A line `$ COMMAND` is run by a shell, `> …` continues it; what follows is all that it prints, on both
streams, and `[1]` its exit code where that is not 0. `…` stands for any text in a line, alone on a line
for any lines. The comment, which a reader does not see, sets what holds from there on:

- `now=MOMENT`: the clock;
- `catalog=FOLDER`: a folder of the project, laid into the scratch folder as `catalog`;
- `rights=few`: a command in a shell is held to the modes of files, even root's; `rights=all` ends it;
- `fresh`: another, empty scratch folder; without it a document's blocks go on in the same one.
"""

import re
from dataclasses import dataclass, field, replace

FENCE = "```"
_DIRECTIVE = re.compile(r"\s*<!-- transcript:(?P<settings>[^>]*)-->\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds while a block is played; `fresh` for its first step only.

    `few_rights`: root's shell keeps to the modes of files, as everybody else's does. `mail`: there is a mail
    server, which takes all letters.
    """

    now: str | None = None
    catalog: str | None = None
    fresh: bool = False
    few_rights: bool = False
    mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command and what it is said to print.

    Args:
        line: Where the command stands, from 1.
        command: As typed; continued lines are joined by line feeds.
        expected: The lines after it, exit code included.
        answer_at: The lines of the document that the answer takes: from, up to and without; from 0.
    """

    line: int
    command: str
    expected: tuple[str, ...]
    answer_at: tuple[int, int]
    setting: Setting


@dataclass(slots=True)
class _Reader:
    """Goes through a document line by line."""

    lines: list[str]
    setting: Setting = field(default_factory=Setting)
    steps: list[Step] = field(default_factory=list)
    at: int = 0

    def read(self) -> list[Step]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if directive := _DIRECTIVE.fullmatch(line):
                self.setting = _changed(self.setting, directive["settings"].split(), line)
            elif line == f"{FENCE}console":
                self._block()
            elif line.startswith(FENCE):
                self._skip()
        return self.steps

    def _block(self) -> None:
        while self.lines[self.at] != FENCE:
            if not self.lines[self.at].startswith("$ "):
                raise ValueError(f"line {self.at + 1}: a console block begins with '$ COMMAND'")
            self._step()
        self.at += 1

    def _step(self) -> None:
        begins = self.at
        command = [self.lines[begins].removeprefix("$ ")]
        self.at += 1
        while self.lines[self.at].startswith("> "):
            command.append(self.lines[self.at].removeprefix("> "))
            self.at += 1
        answer = self.at
        while self.lines[self.at] != FENCE and not self.lines[self.at].startswith("$ "):
            self.at += 1
        self.steps.append(
            Step(
                line=begins + 1,
                command="\n".join(command),
                expected=tuple(self.lines[answer : self.at]),
                answer_at=(answer, self.at),
                setting=self.setting,
            )
        )
        self.setting = replace(self.setting, fresh=False)

    def _skip(self) -> None:
        while self.lines[self.at] != FENCE:
            self.at += 1
        self.at += 1


def steps_of(document: str) -> list[Step]:
    """Return every command of a document's console blocks, in order.

    Raises:
        ValueError: a directive or a block is malformed; names the line or the text.
    """
    return _Reader(document.splitlines()).read()


def agrees(expected: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Return whether what was printed is what was expected, `…` standing for anything."""
    return (
        re.fullmatch("".join(map(_pattern, expected)), "".join(f"{line}\n" for line in printed)) is not None
    )


def _pattern(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*"
    return ".*".join(re.escape(part) for part in line.split("…")) + r"\n"


def _changed(setting: Setting, words: list[str], line: str) -> Setting:
    for word in sorted(words, key="fresh".__ne__):
        name, _, value = word.partition("=")
        match name, value:
            case "fresh", "":
                setting = replace(setting, fresh=True, catalog=None)
            case "now", moment:
                setting = replace(setting, now=moment)
            case "rights", "few" | "all":
                setting = replace(setting, few_rights=value == "few")
            case "mail", "on" | "off":
                setting = replace(setting, mail=value == "on")
            case "catalog", folder:
                setting = replace(setting, catalog=folder)
            case _:
                raise ValueError(f"'{word}' in {line.strip()} is no setting of a transcript")
    return setting
