"""How transcripts are read, compared, played and written anew."""

import pytest

from tests.transcripts.rewrite import rewritten
from tests.transcripts.stage import Stage
from tests.transcripts.transcript import Setting, agrees, steps_of

DOCUMENT = """\
Some words.

```sh
$ not replayed
```

<!-- transcript: now=2026-01-05T10:00 -->
```console
$ echo one
one
$ printf 'a\\n' &&
> exit 3
b
```

```console
$ echo "$TRAFFTPKG_NOW"
…
```
"""


def test_only_console_blocks_are_played() -> None:
    assert [step.command for step in steps_of(DOCUMENT)] == [
        "echo one",
        "printf 'a\\n' &&\nexit 3",
        'echo "$TRAFFTPKG_NOW"',
    ]


def test_a_setting_holds_until_it_is_changed() -> None:
    assert {step.setting for step in steps_of(DOCUMENT)} == {Setting(now="2026-01-05T10:00")}


def test_a_setting_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="clock=noon"):
        steps_of("<!-- transcript: clock=noon -->\n")


def test_a_block_begins_with_a_command() -> None:
    with pytest.raises(ValueError, match="line 2"):
        steps_of("```console\none\n```\n")


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        (("one",), ("one",), True),
        (("one",), ("one", "two"), False),
        (("one",), (), False),
        ((), (), True),
        (("took … ms",), ("took 12 ms",), True),
        (("took … ms",), ("took 12 s",), False),
        (("…",), (), True),
        (("a", "…", "b"), ("a", "x", "y", "b"), True),
        (("a", "…", "b"), ("a", "x", "y"), False),
        (("1.5",), ("1x5",), False),
    ],
)
def test_what_is_printed_must_be_what_is_written(
    expected: tuple[str, ...], printed: tuple[str, ...], same: bool
) -> None:
    assert agrees(expected, printed) is same


def test_steps_share_a_folder_until_a_fresh_one_is_asked_for() -> None:
    document = (
        "```console\n$ echo x > kept\n$ cat kept\n```\n"
        "<!-- transcript: fresh -->\n```console\n$ ls\n$ echo y > z\n$ ls\n```\n"
    )

    with Stage() as stage:
        printed = [stage.play(step) for step in steps_of(document)]

    assert printed == [(), ("x",), (), (), ("z",)]


def test_a_folder_of_the_project_is_laid_in_as_the_catalogue() -> None:
    document = (
        "<!-- transcript: catalog=tests/transcripts fresh -->\n```console\n$ ls catalog/stage.py\n```\n"
    )

    with Stage() as stage:
        printed = [stage.play(step) for step in steps_of(document)]

    assert printed == [("catalog/stage.py",)]


def test_rewriting_changes_only_the_answers_that_no_longer_agree() -> None:
    assert rewritten(DOCUMENT) == DOCUMENT.replace("\nb\n", "\na\n[3]\n")
