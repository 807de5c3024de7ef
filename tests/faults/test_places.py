"""Where nothing may be written, or not safely: what can be read is read, the rest says what to do."""

import json
import sys
from pathlib import Path

from tests.faults.program import UNPRIVILEGED, Shop
from tests.faults.soundness import BOOK, check_recorded_once
from tests.faults.test_disk import IN_A_NAMESPACE


def test_a_read_only_file_system_is_read_and_not_written_to(shop: Shop) -> None:
    script = f"""
        mount --bind . . && mount -o remount,bind,ro . && cd "$PWD"
        strace -f -qq -o ../calls -P ledger.jsonl -e trace=read,pread64 $PROGRAM list ana --format json
        $PROGRAM {BOOK} --format json
    """
    said = shop.shell(script, *IN_A_NAMESPACE)
    lines_read = (shop.folder.parent / "calls").read_text()

    assert (said.code, said.error) == (3, "store_unusable")
    assert '"booked": 1' in said.out
    assert "Read-only file system" in said.err
    assert lines_read == "", "the index is fit, and the ledger need not be read"
    check_recorded_once(shop)


def test_a_read_only_file_system_without_an_index_is_read_too(shop: Shop) -> None:
    shop.file(".index").unlink()
    script = 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && $PROGRAM list ana --format json'

    said = shop.shell(script, *IN_A_NAMESPACE)

    assert said.answer[0]["booked"] == 1
    check_recorded_once(shop)


def test_a_ledger_without_permission_to_write_is_read_and_not_written_to(shop: Shop) -> None:
    for path in shop.folder.iterdir():
        path.chmod(0o444)
    shop.folder.chmod(0o555)

    listed = shop.run("list ana", *UNPRIVILEGED)
    refused = shop.run(BOOK, *UNPRIVILEGED)
    shop.folder.chmod(0o755)
    for path in shop.folder.iterdir():
        path.chmod(0o644)

    assert listed.answer[0]["booked"] == 1
    assert (refused.code, refused.error) == (3, "not_permitted")
    details = json.loads(refused.err)["error"]["details"]
    assert (details["path"], details["right"], details["mode"]) == (
        str(shop.file(".lock")),
        *("write", "0444"),
    )
    assert f"chmod u+rw {shop.file('.lock')}" in refused.err
    check_recorded_once(shop)


def test_a_ledger_without_permission_to_read_is_named(shop: Shop) -> None:
    shop.ledger.chmod(0o200)

    said = shop.run("ledger verify", *UNPRIVILEGED)
    shop.ledger.chmod(0o644)

    assert (said.code, said.error) == (3, "not_permitted")
    details = json.loads(said.err)["error"]["details"]
    assert (details["path"], details["right"], details["mode"]) == (str(shop.ledger), "read", "0200")


def test_a_missing_folder_is_to_be_made_first(new_shop: Shop) -> None:
    said = new_shop.run("ledger verify", TRAFFTPKG_LEDGER="missing/ledger.jsonl")
    refused = new_shop.run("client add eve --name Eve", TRAFFTPKG_LEDGER="missing/ledger.jsonl")

    assert (said.code, said.error) == (3, "ledger_missing")
    assert (refused.code, refused.error) == (4, "store_unavailable")
    assert "mkdir -p" in refused.err


def test_a_network_file_system_is_read_and_not_written_to(shop: Shop, tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"45 22 0:50 / {shop.folder} rw,relatime shared:3 - nfs4 server:/export rw\n"
    )
    # No file server can be had in a test; so the system's table of mounts is another, and all else is real.
    program = (
        "import sys; from pathlib import Path; from trafftpkg.stores.jsonl import network;"
        f"network.MOUNTS = Path({str(mounts)!r});"
        "from trafftpkg.cli.main import run; sys.exit(run(sys.argv[2:]))"
    )
    mounted = (sys.executable, "-c", program)

    listed, refused = shop.run("list ana", *mounted), shop.run(BOOK, *mounted)
    rebuilt = shop.run("ledger rebuild", *mounted)

    assert listed.answer[0]["booked"] == 1
    assert (refused.code, refused.error) == (3, "store_unusable")
    assert "nfs4" in refused.err
    assert "postgresql://" in refused.err
    assert rebuilt.code == 3
    check_recorded_once(shop)
