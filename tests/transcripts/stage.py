"""Where transcripts are played: a scratch folder, a shell, and a clock that stands still."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from tests.faults.program import UNPRIVILEGED
from tests.here import play
from tests.letters.mail_server import MailServer
from tests.source_code import ROOT
from tests.transcripts.transcript import Setting, Step


class Stage:
    """Plays one document's steps in order; used as a context, it takes its folders away at the end."""

    def __init__(self) -> None:
        self._folders: list[TemporaryDirectory[str]] = []
        self._catalog: str | None = None
        self._aside: Path | None = None
        self._mail: MailServer | None = None

    def __enter__(self) -> "Stage":
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for folder in self._folders:
            folder.cleanup()
        if self._mail is not None:
            self._mail.goes_down()

    def play(self, step: Step) -> tuple[str, ...]:
        """Run a step's command; return what it printed by lines, its exit code last where it is not 0."""
        self._set(step.setting)
        environment = self._environment(step.setting)
        words = _plain_command(step.command)
        if words is None:
            code, printed = self._in_a_shell(step.command, environment, step.setting)
        else:
            code, printed, _ = play(words, self._here_is, environment, together=True)
        lines = printed.replace(str(self._here_is), "SCRATCH").splitlines()
        return (*(line.rstrip() for line in lines), *([f"[{code}]"] if code else []))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Play what follows on a copy of what there is: the story goes on as if it had not been."""
        story = self._folder
        with TemporaryDirectory(prefix="trafftpkg-aside-") as copy:
            folder = Path(copy)
            # The catalogue itself is not copied, and neither is what the program keeps of it.
            shutil.copytree(
                story, folder, symlinks=True, dirs_exist_ok=True, ignore=lambda *_: ["catalog", ".cache"]
            )
            self._aside = folder
            try:
                yield
            finally:
                self._aside = None

    def _in_a_shell(self, command: str, environment: dict[str, str], setting: Setting) -> tuple[int, str]:
        done = subprocess.run(
            [*(UNPRIVILEGED if setting.few_rights else ()), "bash", "-c", command],
            cwd=self._here_is,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def _set(self, setting: Setting) -> None:
        if setting.fresh:
            self._open()
        if setting.catalog and setting.catalog != self._catalog:
            shutil.copytree(ROOT / setting.catalog, self._folder / "catalog")
            self._catalog = setting.catalog

    def _open(self) -> None:
        self._folders.append(TemporaryDirectory(prefix="trafftpkg-transcript-"))
        self._catalog = None

    def _mail_server(self) -> MailServer:
        if self._mail is None:
            self._mail = MailServer()
            self._mail.comes_up()
        return self._mail

    @property
    def _folder(self) -> Path:
        return Path(self._folders[-1].name)

    @property
    def _here_is(self) -> Path:
        return self._aside or self._folder

    def _environment(self, setting: Setting) -> dict[str, str]:
        # Nothing of the machine shows: no time zone, user, language, or width of a terminal.
        plain = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
            "HOME": str(self._folder),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "100",
            "TRAFFTPKG_ACTOR": "desk",
            # A document may limit how much can be written, and half a compiled module would outlive it.
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self._aside is not None:
            plain["TRAFFTPKG_CATALOG"] = str(self._folder / "catalog")
        if setting.mail:
            plain |= self._mail_server().settings
        # What a document says it is may be ahead of this machine's clock, whatever that is.
        return plain | ({"TRAFFTPKG_NOW": setting.now, "TRAFFTPKG_ALLOW_FUTURE": "1"} if setting.now else {})


def _plain_command(command: str) -> list[str] | None:
    """Return the words of a command of the program that needs nothing of a shell but its quotes."""
    plain = re.fullmatch(r"trafftpkg( [^|&;<>()$`\\!*?\[\]{}~#\n]*)?", command)
    return shlex.split(command)[1:] if plain else None
