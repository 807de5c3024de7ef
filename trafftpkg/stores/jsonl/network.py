"""Checks that a ledger is not on a file system that other machines write to.

There, a lock may work on one machine only, and writes of others may not be seen: two could book one time.
"""

import os
from pathlib import Path

from trafftpkg.domain.errors.unusable import StoreUnusableError

MOUNTS = Path("/proc/self/mountinfo")

_NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs ncpfs afs coda ceph lustre gfs gfs2 ocfs2 glusterfs beegfs"
    " fuse.sshfs fuse.glusterfs fuse.ceph fuse.s3fs fuse.davfs fuse.rclone davfs".split()
)
"""Those of a virtual machine's own host (9p, virtiofs, vboxsf) are left out: one machine uses them."""

_local: set[int] = set()
"""Devices that were found to be local. A device keeps its number while it is mounted."""


def check_is_local(ledger: Path) -> None:
    """Check that a ledger may be written in this folder.

    Raises:
        StoreUnusableError: its folder is on a network file system.
    """
    try:
        device = ledger.parent.stat().st_dev
        if device in _local:
            return
        mounts = os.fsdecode(MOUNTS.read_bytes())
    except OSError:
        return  # No folder (which the write reports), not Linux, or a sandbox that hides this.
    kind = kind_of(os.path.realpath(ledger.parent), mounts)
    if kind in _NETWORK:
        raise StoreUnusableError(where=str(ledger), reason="network_folder", thing=kind)
    _local.add(device)


def kind_of(folder: str, mounts: str) -> str | None:
    """Return the kind of file system of a folder: the last mounted of the longest paths to it.

    Args:
        folder: Absolute, without links.
        mounts: As in `/proc/self/mountinfo`.
    """
    found, length = None, -1
    for line in mounts.splitlines():
        place, _, source = line.partition(" - ")
        point = place.split(" ", 5)[4]
        if "\\" in point:
            point = point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if len(point) >= length and (point in ("/", folder) or folder.startswith(f"{point}/")):
            found, length = source.split(" ", 1)[0], len(point)
    return found
