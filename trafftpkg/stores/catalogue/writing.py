"""Writes files of a catalogue whole: nobody ever reads one half-written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from trafftpkg.domain.errors.unavailable import StoreUnavailableError, failed
from trafftpkg.domain.errors.usage import BadArgumentError


def put_new(target: Path, data: bytes) -> None:
    """Write a new file, and its folder where that is missing.

    Raises:
        BadArgumentError: the name is taken.
        StoreUnavailableError: the folder cannot be written.
    """
    with _unfinished(target) as unfinished:
        _fill(unfinished, data)
        try:
            os.link(unfinished, target)  # a rename would overwrite the other file
        except FileExistsError:
            raise already_there(target) from None


def put_over(target: Path, data: bytes, *, before: bytes | None) -> None:
    """Write a file in place of the one that is there, which keeps its rights, or of none.

    Args:
        before: What it held when the change was made up; None if that does not matter.

    Raises:
        StoreUnavailableError: somebody else changed it meanwhile, or it cannot be written.
    """
    target = Path(os.path.realpath(target))
    with _unfinished(target) as unfinished:
        _fill(unfinished, data)
        with suppress(FileNotFoundError), target.open("r+b") as old:
            about = os.fstat(old.fileno())
            if before is not None and old.read() != before:
                raise StoreUnavailableError(where=str(target), reason="changed_meanwhile")
            unfinished.chmod(about.st_mode & 0o7777)
            with suppress(PermissionError):
                os.chown(unfinished, about.st_uid, about.st_gid)
        unfinished.replace(target)


def already_there(file: Path) -> BadArgumentError:
    """Return the refusal to write over a file."""
    return BadArgumentError(field="package", reason="exists", thing=str(file))


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Hand out a hidden file beside the target: those are not read. It is gone when the context ends."""
    unfinished = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        target.parent.mkdir(exist_ok=True)
        yield unfinished
    except OSError as error:
        raise failed(str(target), error, writing=True) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _fill(file: Path, data: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
