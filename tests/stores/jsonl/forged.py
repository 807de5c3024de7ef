"""Lines that nobody would write, with a hash that is right all the same."""

import hashlib

from tests.stores.jsonl.desk import Desk


def put_after(desk: Desk, *changes: tuple[str, str]) -> None:
    """Put the last line after itself, under the next number, with texts changed, and hashed anew."""
    last = desk.lines()[-1]
    seq = len(desk.lines())
    body = last[:-76].decode().replace(f'"seq":{seq - 1},', f'"seq":{seq},')
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    digest = hashlib.sha256(last[-67:-3] + body.encode()).hexdigest()
    with desk.path.open("ab") as file:
        file.write(f'{body},"hash":"{digest}"}}\n'.encode())
