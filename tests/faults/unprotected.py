"""Takes each protection against a fault away, one at a time, and sees that a test notices.

    python -m tests.faults.unprotected [WORD]…

Works on a copy of the source. With words, only the protections whose names have one of them. Exit 1 where the
tests pass without a protection.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
JSONL = "trafftpkg/stores/jsonl"


class Protection(NamedTuple):
    """A protection: where it is, what of it is replaced by what, and the tests that should then fail."""

    name: str
    file: str
    old: str
    new: str
    tests: str


PROTECTIONS = [
    Protection(
        "one writer at a time",
        f"{JSONL}/lock.py",
        "return flock(file, LOCK_EX | LOCK_NB)",
        "return None",
        "tests/faults/test_contention.py -k running",
    ),
    Protection(
        "the lock is on the ledger itself",
        f"{JSONL}/lock.py",
        "        ledger = _locked(files, files.ledger, os.O_RDONLY, wait, until)",
        "        ledger = None",
        "tests/faults/test_one_lock.py -k removed",
    ),
    Protection(
        "what is locked is what is at the path",
        f"{JSONL}/lock.py",
        "            if _is_at(path, file):",
        "            if True:",
        "tests/faults/test_one_lock.py -k replaced",
    ),
    Protection(
        "a ledger has one place, whatever link leads to it",
        "trafftpkg/stores/jsonl/own_files.py",
        "    return Path(os.path.realpath(path))\n",
        "    return path\n",
        "tests/faults/test_one_lock.py -k link",
    ),
    Protection(
        "a link that leads nowhere is no empty ledger",
        "trafftpkg/stores/jsonl/own_files.py",
        "        raise StoreUnavailableError("
        'where=str(path), reason="link_leads_nowhere", thing=target) from error\n',
        "        return path\n",
        "tests/faults/test_one_lock.py -k nowhere",
    ),
    Protection(
        "a ledger has one name",
        "trafftpkg/stores/jsonl/own_files.py",
        "    if found.st_nlink > 1:",
        "    if False:",
        "tests/faults/test_one_lock.py -k two_names",
    ),
    Protection(
        "a ledger is begun by one",
        f"{JSONL}/append.py",
        "        flock(file, LOCK_EX | LOCK_NB)",
        "        pass",
        "tests/faults/test_one_lock.py -k begun",
    ),
    Protection(
        "what something else wrote meanwhile is noticed",
        f"{JSONL}/append.py",
        "        if os.fstat(file).st_size != size:",
        "        if False:",
        "tests/faults/test_one_lock.py -k meanwhile",
    ),
    Protection(
        "what is mended is locked before it is the ledger",
        f"{JSONL}/repairing.py",
        "        flock(file, LOCK_EX)\n",
        "",
        "tests/faults/test_one_lock.py -k mended",
    ),
    Protection(
        "lines are on the disk before they are taken in",
        "trafftpkg/stores/jsonl/replay.py",
        "    sync(file, ledger)\n",
        "    pass\n",
        "tests/faults/test_disk.py -k on_the_disk_before",
    ),
    Protection(
        "nothing is written through a link, or to a device",
        "trafftpkg/stores/jsonl/own_files.py",
        "def _check_is_regular(path: Path, found: os.stat_result) -> None:\n",
        "def _check_is_regular(path: Path, found: os.stat_result) -> None:\n    return\n",
        "tests/faults/test_strange_files.py",
    ),
    Protection(
        "a line feed that was taken out is noticed",
        "trafftpkg/stores/lines/scan.py",
        '    if found is None or found.end() == len(text.removesuffix(b"\\n")):\n        return False\n',
        "    return False\n",
        "tests/stores/jsonl/test_verify.py",
    ),
    Protection(
        "the hashes that a line may follow from are few",
        "trafftpkg/stores/lines/damage.py",
        "[:_AT_ONCE]",
        "",
        "tests/stores/jsonl/test_bounds.py -k time",
    ),
    Protection(
        "a line has an end",
        "trafftpkg/stores/lines/scan.py",
        '    return iter(partial(file.readline, LONGEST), b"")',
        '    return iter(file.readline, b"")',
        "tests/stores/jsonl/test_bounds.py -k memory",
    ),
    Protection(
        "brackets in brackets are no defect",
        "trafftpkg/stores/lines/line.py",
        "    except (ValueError, RecursionError):\n        return None",
        "    except ValueError:\n        return None",
        "tests/stores/jsonl/test_bounds.py -k brackets",
    ),
    Protection(
        "a full disk is said where an index is made",
        f"{JSONL}/trust.py",
        "    if code == sqlite3.SQLITE_FULL:",
        "    if False:",
        "tests/faults/test_disk.py -k care",
    ),
    Protection(
        "half an index goes",
        "trafftpkg/stores/jsonl/replay.py",
        "        new.replace(index)\n    except BaseException:",
        "        new.replace(index)\n    except ZeroDivisionError:",
        "tests/faults/test_disk.py -k care",
    ),
    Protection(
        "a repair goes through all of it on a copy",
        f"{JSONL}/repairing.py",
        "_rest(files, files.ledger if apply else mended, again, apply=apply)",
        "_rest(files, files.ledger, again, apply=apply)",
        "tests/stores/jsonl/test_repair.py -k said_before",
    ),
    Protection(
        "metrics are for files",
        "trafftpkg/cli/metrics.py",
        "    if not stat.S_ISREG(mode):",
        "    if False:",
        "tests/faults/test_nights.py -k nothing_but",
    ),
    Protection(
        "metrics follow a link",
        "trafftpkg/cli/metrics.py",
        "    itself = Path(os.path.realpath(path))",
        "    itself = path",
        "tests/faults/test_nights.py -k where_it_leads",
    ),
    Protection(
        "metrics are written to a file of their own",
        "trafftpkg/cli/metrics.py",
        "        half.unlink(missing_ok=True)\n        half.touch(exist_ok=False)\n",
        "        half.touch()\n",
        "tests/faults/test_nights.py -k half_written",
    ),
    Protection(
        "verifying reads the client book",
        "trafftpkg/stores/jsonl/client_file.py",
        '            if found != "ok":',
        "            if False:",
        "tests/stores/clients/test_book.py -k nobody_asks",
    ),
    Protection(
        "a database of another program is no empty client book",
        "trafftpkg/stores/jsonl/client_file.py",
        "            else:\n                self._check_is_empty(connection)\n",
        "",
        "tests/stores/clients/test_book.py -k another_program",
    ),
    Protection(
        "a client book is not made on a disk that is not there",
        "trafftpkg/stores/jsonl/client_file.py",
        "        path = behind_links(self._path)",
        "        path = self._path",
        "tests/stores/clients/test_book.py -k not_there",
    ),
    Protection(
        "a client book with two names is not written to",
        "trafftpkg/stores/jsonl/client_file.py",
        "            with closing(self._connected(check_is_ours)) as connection:\n                for",
        "            with closing(self._connected()) as connection:\n                for",
        "tests/stores/clients/test_book.py -k two_names",
    ),
    Protection(
        "a wait is a number of seconds",
        "trafftpkg/stores/waiting.py",
        "    if 0 <= seconds <= _MOST:",
        "    if seconds != -1:",
        "tests/faults/test_odd_places.py -k wait",
    ),
    Protection(
        "help that cannot be printed is said",
        "trafftpkg/cli/helping.py",
        "            option.callback = _print_help\n",
        "            pass\n",
        "tests/faults/test_odd_places.py -k answer",
    ),
    Protection(
        "words that cannot be printed are no defect",
        "trafftpkg/cli/output.py",
        "        with suppress(OSError):  # there is nowhere left to say it; the exit code does",
        "        with suppress(ZeroDivisionError):",
        "tests/faults/test_odd_places.py -k words",
    ),
    Protection(
        "a working folder that is gone is said",
        "trafftpkg/cli/failures.py",
        "    if not isinstance(failure, FileNotFoundError):",
        "    if True:",
        "tests/faults/test_odd_places.py -k gone",
    ),
    Protection(
        "an interruption ends what has not begun",
        "trafftpkg/__main__.py",
        "        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED_EXIT))",
        "        pass",
        "tests/faults/test_odd_places.py -k interruption",
    ),
    Protection(
        "the wait has an end",
        f"{JSONL}/lock.py",
        "if monotonic() >= until:",
        "if monotonic() >= until + 60:",
        "tests/faults/test_contention.py -k running",
    ),
    Protection(
        "the lock names its holder",
        f"{JSONL}/lock.py",
        '_say(file, f"process {os.getpid()} on {os.uname().nodename}\\n")',
        "pass",
        "tests/faults/test_contention.py -k running",
    ),
    Protection(
        "an old holder is not named",
        f"{JSONL}/lock.py",
        '        stack.callback(_say, file, "")',
        "        pass",
        "tests/faults/test_contention.py -k killed",
    ),
    Protection(
        "a holder that ended is told apart",
        f"{JSONL}/lock.py",
        "    except ProcessLookupError:\n        return True",
        "    except ProcessLookupError:\n        return False",
        "tests/faults/test_contention.py -k forked",
    ),
    Protection(
        "the line is on the disk",
        f"{JSONL}/append.py",
        "        sync(file, ledger)\n        if is_new",
        "        if is_new",
        "tests/faults/test_disk.py -k failed_sync",
    ),
    Protection(
        "the file's name is on the disk",
        f"{JSONL}/append.py",
        "            sync_folder(ledger)",
        "            pass",
        "tests/faults/test_disk.py -k beginning",
    ),
    Protection(
        "a failed fsync is not tried again",
        f"{JSONL}/append.py",
        "        os.fsync(file)\n",
        "        try:\n            os.fsync(file)\n        except OSError:\n            os.fsync(file)\n",
        "tests/faults/test_disk.py -k failed_sync",
    ),
    Protection(
        "a failed fsync is unknown",
        f"{JSONL}/append.py",
        "        os.fsync(file)\n    except OSError as error:\n"
        "        raise _unknown(ledger, error) from error",
        "        os.fsync(file)\n    except OSError:\n        pass",
        "tests/faults/test_disk.py -k failed_sync",
    ),
    Protection(
        "what was begun is taken back",
        f"{JSONL}/append.py",
        "        _take_back(file, ledger, before)\n",
        "",
        "tests/faults/test_disk.py -k cut_short",
    ),
    Protection(
        "short writes are gone on with",
        f"{JSONL}/append.py",
        "        while done < len(lines):\n",
        "        if done < len(lines):\n",
        "tests/faults/test_disk.py -k cut_short",
    ),
    Protection(
        "what cannot be taken back is unknown",
        f"{JSONL}/append.py",
        "        os.ftruncate(file, size)\n    except OSError as error:\n"
        "        raise _unknown(ledger, error) from error",
        "        os.ftruncate(file, size)\n    except OSError:\n        pass",
        "tests/faults/test_disk.py -k taken_back",
    ),
    Protection(
        "a whole line without its LF counts",
        f"{JSONL}/tail.py",
        "    if lacks_only_its_end(tail, seq, before):",
        "    if False:",
        "tests/stores/jsonl/test_tail.py",
    ),
    Protection(
        "only a line whose hash is right is completed",
        f"{JSONL}/tail.py",
        "if not is_whole(line) or hash_in(line) != chained(line[:-TAIL], before):",
        "if not is_whole(line):",
        "tests/stores/jsonl/test_tail.py",
    ),
    Protection(
        "a torn tail is kept",
        f"{JSONL}/tail.py",
        "                copyfileobj(ledger, torn)\n",
        "",
        "tests/stores/jsonl/test_tail.py",
    ),
    Protection(
        "a torn tail is on the disk before it is cut",
        f"{JSONL}/tail.py",
        "                os.fsync(torn.fileno())\n",
        "",
        "tests/faults/test_disk.py -k set_aside",
    ),
    Protection(
        "half a copy of a torn tail goes",
        f"{JSONL}/tail.py",
        "            path.unlink()\n",
        "            pass\n",
        "tests/faults/test_disk.py -k set_aside",
    ),
    Protection(
        "a torn tail's name is on the disk",
        f"{JSONL}/tail.py",
        "            sync_folder(files.ledger)\n",
        "            pass\n",
        "tests/faults/test_disk.py -k its_name",
    ),
    Protection(
        "rows that fail are no failure",
        f"{JSONL}/open_books.py",
        "        except sqlite3.Error:\n            self.refresh()",
        "        except ZeroDivisionError:\n            self.refresh()",
        "tests/faults/test_disk.py -k rows",
    ),
    Protection(
        "an index that cannot be made is none",
        f"{JSONL}/open_books.py",
        "    except (sqlite3.Error, OSError):\n        return read_privately(files)",
        "    except ZeroDivisionError:\n        return read_privately(files)",
        "tests/stores/jsonl/test_trust.py",
    ),
    Protection(
        "less than was acknowledged is noticed",
        f"{JSONL}/trust.py",
        "    return len(end) == TAIL and hash_in(end) == mark.hash",
        "    return True",
        "tests/faults/test_index.py -k left_alone",
    ),
    Protection(
        "an index of a ledger that vanished is not gone on from",
        f"{JSONL}/trust.py",
        "    if stat is None:\n        raise index_ahead(files.ledger, -1, state.mark.seq)",
        "    if stat is None:\n        return",
        "tests/stores/jsonl/test_trust.py",
    ),
    Protection(
        "a vanished ledger is noticed",
        f"{JSONL}/place.py",
        "    if known is None and files.clients.exists():",
        "    if files.clients.exists():",
        "tests/faults/test_index.py -k left_alone",
    ),
    Protection(
        "a changed file is verified",
        "trafftpkg/stores/jsonl/index_file.py",
        "return self.stamp == stamp_of(stat) and self.mark.size == stat.st_size",
        "return self.mark.size == stat.st_size",
        "tests/stores/jsonl/test_trust.py",
    ),
    Protection(
        "new lines follow from the mark",
        "trafftpkg/stores/lines/scan.py",
        "if not is_whole(line) or line[-len(END) - 64 : -len(END)] != digest:",
        "if not is_whole(line):",
        "tests/stores/jsonl/test_verify.py tests/stores/jsonl/test_trust.py",
    ),
    Protection(
        "an old journal is not read into a new index",
        "trafftpkg/stores/jsonl/own_files.py",
        '_SIDE_FILES = ("-journal", "-wal", "-shm")',
        "_SIDE_FILES: tuple[str, ...] = ()",
        "tests/stores/jsonl/test_trust.py tests/stores/jsonl/test_repair.py",
    ),
    Protection(
        "a later version is not read",
        "trafftpkg/stores/lines/line.py",
        "    if version > VERSION:\n        raise TooNewError(version)\n",
        "",
        "tests/stores/jsonl/test_strange_lines.py",
    ),
    Protection(
        "a line has one form",
        "trafftpkg/stores/lines/line.py",
        "    if not is_as_written:",
        "    if False:",
        "tests/stores/jsonl/test_strange_lines.py",
    ),
    Protection(
        "numbers can be counted with",
        "trafftpkg/stores/lines/wire_forms.py",
        " or not -MOST <= data <= MOST",
        "",
        "tests/stores/jsonl/test_strange_lines.py",
    ),
    Protection(
        "numbers follow one another",
        "trafftpkg/stores/jsonl/replay.py",
        "    if entry.seq != fold.mark.seq + 1:",
        "    if False:",
        "tests/stores/jsonl/test_strange_lines.py",
    ),
    Protection(
        "what an index has read is known by its hash",
        f"{JSONL}/checking.py",
        "return digest.decode() == read.hash",
        "return True",
        "tests/stores/jsonl",
    ),
    Protection(
        "lines after the mark are read",
        f"{JSONL}/checking.py",
        "        return entry_of(line).seq == number - 1",
        "        return True",
        "tests/stores/jsonl/test_strange_lines.py",
    ),
    Protection(
        "verifying follows the chain",
        f"{JSONL}/checking.py",
        '        if line[-TAIL:] != b"%b%b%b" % (SEAL, digest, END):',
        "        if not line.endswith(END):",
        "tests/stores/jsonl/test_verify.py",
    ),
    Protection(
        "verifying says that an older copy is one",
        f"{JSONL}/care.py",
        "                check_is_not_behind(files.ledger, read, state.head)",
        "                pass",
        "tests/faults/test_index.py -k decides",
    ),
    Protection(
        "a kept head is compared",
        "trafftpkg/cli/commands/ledger_verify.py",
        "care.hash_of(kept.seq) != kept.hash",
        "False",
        "tests/faults/test_index.py -k head",
    ),
    Protection(
        "repair only shows",
        f"{JSONL}/repairing.py",
        "    if apply:\n        mend(",
        "    if True:\n        mend(",
        "tests/stores/jsonl/test_repair.py",
    ),
    Protection(
        "repair keeps the file as found",
        f"{JSONL}/repairing.py",
        "    _keep(files.ledger, kept_as)\n",
        "",
        "tests/stores/jsonl/test_repair.py",
    ),
    Protection(
        "only what the chain proves is restored",
        "trafftpkg/stores/lines/restoring.py",
        "if is_whole(line) and hash_in(line) == chained(line[:-TAIL], before):",
        "if is_whole(line):",
        "tests/stores/jsonl/test_repair.py",
    ),
    Protection(
        "what an erasure left is overwritten by the next command",
        "trafftpkg/stores/jsonl/client_file.py",
        "            if version:\n                _finish_if_possible(connection)\n",
        "",
        "tests/faults/test_erasing.py -k next_command",
    ),
    Protection(
        "an erased client's file is written anew",
        "trafftpkg/stores/jsonl/client_schema.py",
        '    "VACUUM",\n',
        "",
        "tests/stores/clients/test_book.py -k moved_about",
    ),
    Protection(
        "an erasure is complete only when all is overwritten",
        "trafftpkg/stores/jsonl/client_schema.py",
        "overwritten INTEGER NOT NULL DEFAULT 0",
        "overwritten INTEGER NOT NULL DEFAULT 1",
        "tests/faults/test_erasing.py tests/stores/clients/test_book.py -k moved_about",
    ),
    Protection(
        "a client who has something left is not erased unasked",
        "trafftpkg/engine/erasing.py",
        "    if not confirmed and",
        "    if False and",
        "tests/engine/test_erasing.py",
    ),
    Protection(
        "a letter goes to one mailbox",
        "trafftpkg/web/mail.py",
        "= self.sender, to, subject",
        '= self.sender, f"{to.username}@{to.domain}", subject',
        "tests/web/test_mail.py -k whatever",
    ),
    Protection(
        "an address is judged before it is kept, on the page",
        "trafftpkg/web/clients.py",
        "        return exchange.engine.clients.as_kept(newcomer)",
        "        return newcomer",
        "tests/web/test_buying.py -k missing",
    ),
    Protection(
        "a long text is no address, and is not looked at",
        "trafftpkg/stores/clients/email_address.py",
        "    if len(email) > _LONGEST:",
        "    if False:",
        "tests/stores/clients/test_email_address.py",
    ),
    Protection(
        "no cell of a CSV is a formula",
        "trafftpkg/cli/output.py",
        'defused(flat.get(field, ""))',
        'flat.get(field, "")',
        "tests/cli/test_formats.py",
    ),
    Protection(
        "a compiled catalogue of somebody else is not believed",
        "trafftpkg/stores/catalogue/compiled_file.py",
        "found.st_uid == os.geteuid() and ",
        "",
        "tests/stores/catalogue/test_compiled.py",
    ),
    Protection(
        "a compiled catalogue that others can write is not believed",
        "trafftpkg/stores/catalogue/compiled_file.py",
        " and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)",
        "",
        "tests/stores/catalogue/test_compiled.py",
    ),
    Protection(
        "a compiled catalogue in a folder of others is not believed",
        "trafftpkg/stores/catalogue/compiled_file.py",
        " and self._folder_is_ours()",
        "",
        "tests/stores/catalogue/test_compiled.py",
    ),
    Protection(
        "what a server lacks, or ends, is no fault of the program",
        "trafftpkg/stores/postgres/errors.py",
        "        case psycopg.OperationalError():\n            meant = unreachable(error, address)\n",
        "",
        "tests/stores/postgres/test_trouble.py -k lacks",
    ),
    Protection(
        "threads that make the page's key at once do not meet",
        "trafftpkg/stores/door/key.py",
        "{os.urandom(8).hex()}",
        "{os.getpid()}",
        "tests/stores/door/test_door.py -k threads",
    ),
    Protection(
        "network file systems are refused",
        f"{JSONL}/network.py",
        "    if kind in _NETWORK:",
        "    if False:",
        "tests/faults/test_places.py -k network",
    ),
    Protection(
        "a fit index is read where nothing can be written",
        f"{JSONL}/view.py",
        '_in_transaction(partial(opened, index, "mode=ro&immutable=1"))',
        "None",
        "tests/faults/test_places.py -k file_system_is_read",
    ),
    Protection(
        "a failing disk is said when entries are read",
        f"{JSONL}/entries.py",
        "    except OSError as error:",
        "    except ZeroDivisionError as error:",
        "tests/faults/test_disk.py -k cannot_be_read",
    ),
    Protection(
        "a key is answered as before",
        "trafftpkg/engine/engine.py",
        "entry = None if key is None else books.entry_with_key(key)",
        "entry = None",
        "tests/faults/test_clock.py -k under_its_key",
    ),
    Protection(
        "the page books only what it offers",
        "trafftpkg/web/visits.py",
        "        refused()\n        raise NotOfferedError",
        "        refused()",
        "tests/web/test_offered.py -k fits",
    ),
    Protection(
        "the page judges no time that is far away",
        "trafftpkg/web/visits.py",
        "        if not exchange.now - _NEAR < each.at < latest:",
        "        if False:",
        "tests/web/test_offered.py -k not_booked",
    ),
    Protection(
        "a form of the page has few rows",
        "trafftpkg/web/pages/buying.py",
        "more = min(max(asked, 0), room)",
        "more = max(asked, 0)",
        "tests/web/test_offered.py -k few_rows",
    ),
    Protection(
        "the page looks few days ahead",
        "trafftpkg/web/searching.py",
        "        if len(days) > self._left:",
        "        if False:",
        "tests/web/test_offered.py -k few_weeks",
    ),
    Protection(
        "only the row that was asked is answered",
        "trafftpkg/web/visits.py",
        "    if not _is_asked(exchange, name):",
        "    if False:",
        "tests/web/test_offered.py -k one_row",
    ),
    Protection(
        "a program's request holds what its fields declare",
        "trafftpkg/library/checking.py",
        "        if not _fits(fact, declared):",
        "        if False:",
        "tests/library/test_library.py -k declare",
    ),
    Protection(
        "a program's request can be written down and meant",
        "trafftpkg/library/checking.py",
        "        _check(name, fact)\n    return asked",
        "    return asked",
        "tests/library/test_library.py -k declare",
    ),
    Protection(
        "a program begins a ledger only where it says so",
        "trafftpkg/library/desk.py",
        "begins=begin,",
        "begins=True,",
        "tests/library/test_library.py -k begun",
    ),
    Protection(
        "each request of a program reads the clock",
        "trafftpkg/library/desk.py",
        "self._desk.engine_by(cache(self._desk.read_clock))",
        "self._desk.engine",
        "tests/library/test_library.py -k clock",
    ),
    Protection(
        "a request of a program has one moment",
        "trafftpkg/library/desk.py",
        "cache(self._desk.read_clock)",
        "self._desk.read_clock",
        "tests/library/test_library.py -k clock",
    ),
    Protection(
        "a desk that is closed lets go of its client book",
        "trafftpkg/stores/jsonl/place.py",
        'for name in ("ledger", "clients"):',
        'for name in ("ledger",):',
        "tests/library/test_library.py -k closed",
    ),
    Protection(
        "a desk that is closed lets go of its database",
        "trafftpkg/stores/postgres/place.py",
        "            self._database.close()",
        "            pass",
        "tests/library/test_postgres.py",
    ),
    Protection(
        "a session that was ended is over",
        "trafftpkg/web/app.py",
        "        exchange.end_if_over()\n",
        "",
        "tests/web/test_signing_in.py -k stolen",
    ),
    Protection(
        "all that a client began is over once they are signed out",
        "trafftpkg/stores/door/notes.py",
        " AND o.at >= made)",
        " AND o.at >= made + 1e9)",
        "tests/web/test_signing_in.py -k desk_ends",
    ),
    Protection(
        "letters count for who asks for them first",
        "trafftpkg/web/pages/signing_in.py",
        "        return False\n    return exchange.allows",
        "        pass\n    return exchange.allows",
        "tests/web/test_signing_in.py -k stranger",
    ),
    Protection(
        "beyond the letters of one client none goes",
        "trafftpkg/web/pages/signing_in.py",
        "return exchange.allows(LETTERS_TO_ONE_CLIENT, to) and (",
        "return (",
        "tests/web/test_signing_in.py -k used_up",
    ),
    Protection(
        "an IPv6 network is one machine",
        "trafftpkg/web/safety/limits.py",
        "int(address) >> 64 << 64",
        "int(address)",
        "tests/web/test_doors.py -k household",
    ),
    Protection(
        "every kind of request is counted",
        "trafftpkg/web/safety/guard.py",
        "not self._pace.allows(machine)",
        "False",
        "tests/web/test_doors.py -k every_kind",
    ),
    Protection(
        "addresses of the page are short",
        "trafftpkg/web/safety/guard.py",
        "> MOST_IN_ADDRESS:",
        "> MOST_IN_ADDRESS * 1000:",
        "tests/web/test_doors.py -k too_long",
    ),
    Protection(
        "headers are few",
        "trafftpkg/web/safety/guard.py",
        "> MOST_IN_HEADERS:",
        "> MOST_IN_HEADERS * 1000:",
        "tests/web/test_doors.py -k too_long",
    ),
    Protection(
        "unconfirmed visits are few",
        "trafftpkg/web/clients.py",
        "            raise NotConfirmedError(most=limit.most)",
        "            pass",
        "tests/web/test_visit_limits.py -k few_visits",
    ),
    Protection(
        "what nobody answered for is given up by the page",
        "trafftpkg/web/app.py",
        "        exchange.settings.backend.give_up_unanswered(exchange.now)\n",
        "",
        "tests/web/test_visit_limits.py -k given_up",
    ),
    Protection(
        "what the desk dealt with is not given up",
        "trafftpkg/engine/unanswered.py",
        "    if any(each.by != entry.by for each in others):",
        "    if False:",
        "tests/cli/test_sign_out.py -k dealt_with",
    ),
    Protection(
        "half a request ends",
        "trafftpkg/web/patience.py",
        "            self.transport.close()",
        "            pass",
        "tests/web/test_doors.py -k drips",
    ),
    Protection(
        "half a form ends",
        "trafftpkg/web/safety/forms.py",
        "fail_after(BODY_WITHIN)",
        "fail_after(60)",
        "tests/web/test_doors.py -k form_that_is_half",
    ),
    Protection(
        "the page leads to no other host",
        "trafftpkg/web/app.py",
        "    page.router.redirect_slashes = False",
        "    page.router.redirect_slashes = True",
        "tests/web/test_doors.py -k leads_to",
    ),
    Protection(
        "the page's address is one that links can begin with",
        "trafftpkg/domain/door.py",
        " or not is_plain:",
        ":",
        "tests/web/test_doors.py -k could_not_begin",
    ),
    Protection(
        "a sealed ledger file takes no entry",
        "trafftpkg/stores/jsonl/open_books.py",
        "    if moved_to is not None:\n",
        "    if False:\n",
        "tests/cli/test_sealed.py -k nothing_is_taken",
    ),
    Protection(
        "a sealed ledger takes no client",
        "trafftpkg/cli/clients.py",
        "    if moved_to is not None:\n",
        "    if False:\n",
        "tests/cli/test_sealed.py -k nothing_is_taken",
    ),
    Protection(
        "a sealed ledger goes on at one place",
        "trafftpkg/stores/lines/copying.py",
        "    if target.anywhere != end.moved_to:\n",
        "    if False:\n",
        "tests/cli/test_sealed.py -k second_place",
    ),
    Protection(
        "a mistyped path is no empty ledger",
        "trafftpkg/stores/jsonl/place.py",
        "    if known is None and files.clients.exists():\n",
        "    if True:\n",
        "tests/cli/test_missing.py -k nothing_left_behind",
    ),
    Protection(
        "nothing is recorded ahead of the machine's clock",
        "trafftpkg/engine/engine.py",
        "        if not self._allow_future:\n",
        "        if False:\n",
        "tests/cli/test_future.py -k recorded_ahead",
    ),
    Protection(
        "the page records nothing ahead of the machine's clock",
        "trafftpkg/web/backend.py",
        "            allow_future=self._desk.allow_future,\n",
        "            allow_future=True,\n",
        "tests/web/test_refused_for_all.py -k ahead",
    ),
    Protection(
        "only entries that are all ahead are set aside",
        "trafftpkg/domain/care.py",
        "        if entry.at <= latest:\n            is_ahead = False\n",
        "        if False:\n            is_ahead = False\n",
        "tests/cli/test_future.py -k all_ahead",
    ),
    Protection(
        "what a sealed ledger handed on is not set aside",
        "trafftpkg/domain/care.py",
        "            if isinstance(event, LedgerSealed):\n",
        "            if False:\n",
        "tests/cli/test_future.py -k sealed",
    ),
    Protection(
        "entries set aside are kept",
        "trafftpkg/stores/jsonl/care.py",
        "        _copied(files.ledger, offset, kept_as)\n",
        "        kept_as.touch()\n",
        "tests/cli/test_future.py -k are_set_aside",
    ),
    Protection(
        "merges of entries set aside are undone",
        "trafftpkg/bootstrap.py",
        "            self.clients.part(seq)\n",
        "            pass\n",
        "tests/cli/test_future.py -k are_set_aside",
    ),
    Protection(
        "the catalogue is the ledger's own",
        "trafftpkg/engine/engine.py",
        "        if request.goes_by_catalogue:\n",
        "        if False:\n",
        "tests/cli/test_belonging.py -k sold_booked",
    ),
    Protection(
        "the page sells by the ledger's own catalogue",
        "trafftpkg/engine/belonging.py",
        "    if found:\n",
        "    if False:\n",
        "tests/web/test_refused_for_all.py -k another_ledger",
    ),
    Protection(
        "a check holds the catalogue against the ledger",
        "trafftpkg/cli/commands/catalog_check.py",
        "*foreign(catalogue, header, source.place_of), ",
        "",
        "tests/cli/test_belonging.py -k names_both",
    ),
    Protection(
        "a check names clients who are missing from the book",
        "trafftpkg/engine/missing.py",
        "        yield from missing_of(some, clients)\n",
        "        yield from ()\n",
        "tests/cli/test_lost_clients.py -k check_names",
    ),
    Protection(
        "who meets a missing client says so",
        "trafftpkg/engine/inquiry.py",
        "        if missing := missing_of(recorded(books, keys), self.clients):\n",
        "        if missing := []:\n",
        "tests/cli/test_lost_clients.py -k says_so_once",
    ),
    Protection(
        "only the key of a missing client is given again",
        "trafftpkg/engine/missing.py",
        "    if key is None or not recorded(books, [key]):\n",
        "    if key is None:\n",
        "tests/cli/test_lost_clients.py -k only_the_key",
    ),
    Protection(
        "who was erased is not missing",
        "trafftpkg/engine/missing.py",
        "set(unknown) - clients.erased(unknown)",
        "set(unknown)",
        "tests/cli/test_lost_clients.py -k erased",
    ),
    Protection(
        "a shell does not obey what a package is called",
        "trafftpkg/cli/completing.py",
        're.sub(r"[^\\w.,()/%&+-]+", " ", words)',
        "words",
        "tests/cli/test_completing.py -k obey",
    ),
    Protection(
        "a file to import has an end",
        "trafftpkg/cli/importing/cells.py",
        "    if len(data) > AT_MOST:",
        "    if False:",
        "tests/cli/importing -k without_an_end",
    ),
    Protection(
        "nobody writes while the client book is backed up",
        "trafftpkg/stores/backups/backing_up.py",
        "        with held():\n",
        "        if True:\n",
        "tests/faults/test_backups.py -k nobody_writes",
    ),
    Protection(
        "a backup is its owner's alone",
        "trafftpkg/stores/backups/new_folder.py",
        "            each.chmod(0o600)\n",
        "            each.chmod(0o644)\n",
        "tests/faults/test_backups.py -k owners_alone",
    ),
    Protection(
        "a backup under way is not cleared away",
        "trafftpkg/stores/backups/new_folder.py",
        "        flock(file, LOCK_EX | LOCK_NB)\n",
        "        pass\n",
        "tests/faults/test_backups.py -k under_way",
    ),
    Protection(
        "a newer ledger is never replaced",
        "trafftpkg/stores/backups/restoring.py",
        "        if self.known is not None and self.known > head.seq:",
        "        if False:",
        "tests/faults/test_backups.py -k newer",
    ),
    Protection(
        "the ledger is put in place last",
        "trafftpkg/stores/backups/restoring.py",
        "    for name in reversed(_PARTS):",
        "    for name in _PARTS:",
        "tests/faults/test_backups.py -k half_ledger",
    ),
    Protection(
        "no link in a backup is followed",
        "trafftpkg/stores/backups/new_folder.py",
        "        check_is_regular(source)\n",
        "",
        "tests/faults/test_backups.py -k link_in_it",
    ),
    Protection(
        "a restore to tables is one transaction",
        "trafftpkg/stores/backups/restoring_rows.py",
        "    with held():\n",
        "    if True:\n",
        "tests/stores/postgres/test_backups.py -k in_the_middle",
    ),
    Protection(
        "a follower whose reader has gone ends",
        "trafftpkg/cli/following.py",
        "            raise BrokenPipeError\n",
        "            pass\n",
        "tests/cli/test_events.py -k nobody_reads",
    ),
]


def main() -> int:
    """Try each; return the exit code."""
    words = sys.argv[1:]
    unnoticed = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv*", ".git", "__pycache__", "*_cache"))
        for each in PROTECTIONS:
            if not words or any(word in each.name for word in words):
                noticed = _is_noticed(copy, each)
                unnoticed += not noticed
                print(f"{'noticed' if noticed else 'NOT NOTICED':<12} without: {each.name}", flush=True)
    return int(unnoticed > 0)


def _is_noticed(copy: Path, protection: Protection) -> bool:
    path = copy / protection.file
    source = path.read_text("utf-8")
    assert source.count(protection.old) >= 1, f"{protection.name}: not in {protection.file} any more"
    without = source.replace(protection.old, protection.new)
    compile(without, path, "exec")
    path.write_text(without, "utf-8")
    try:
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-x",
                "-q",
                *protection.tests.split(),
            ],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
    finally:
        path.write_text(source, "utf-8")
    assert run.returncode in (0, 1), run.stdout.decode()
    return run.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
