"""Which file system a folder is on, as the system's table of mounts has it."""

import pytest

from trafftpkg.stores.jsonl.network import kind_of

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /tmp rw,nosuid shared:5 - tmpfs tmpfs rw
45 22 0:50 / /srv/shared rw,relatime shared:3 - nfs4 server:/export rw
46 45 0:51 / /srv/shared/local rw - xfs /dev/sdb1 rw
47 22 0:52 / /mnt/with\\040space rw - cifs //server/share rw
48 22 0:53 / /home rw - ext4 /dev/sdc1 rw
49 22 0:54 / /home rw master:2 - fuse.sshfs host:/home rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/srv/sharedness", "ext4"),
        ("/srv/shared", "nfs4"),
        ("/srv/shared/a/b", "nfs4"),
        ("/srv/shared/local/a", "xfs"),
        ("/mnt/with space/a", "cifs"),
        ("/tmp/x", "tmpfs"),
        ("/home/ana", "fuse.sshfs"),
    ],
)
def test_the_longest_and_latest_mount_counts(folder: str, kind: str) -> None:
    assert kind_of(folder, MOUNTS) == kind
