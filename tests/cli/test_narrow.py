"""On a terminal of 80 columns nothing is cut, whatever things and people are called."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from trafftpkg.cli.views.widths import display_width

NAMES = [
    "Ten refreshing visits for two, mornings",
    "Ten refreshing visits for two, evenings",
    "Donaudampfschifffahrtsgesellschaftskapitän und Lymphdrainagebehandlung",
    "Rückenwohlfühlganzkörpermassagebehandlungspaket für Langschläferinnen",
    "عشر زيارات منعشة لشخصين في الصباح الباكر",
    "می‌خواهم ده جلسه ماساژ آرامش‌بخش داشته باشم",
    "瑜伽教室十次課程套票早晨與傍晚適用全家共享優惠方案",
    "リフレッシュコース十回分お二人様用午前中限定",
    "Ę́ñtspännüng é̂ńtspannung für die ganze Famílie und Freunde",
    "👩‍👩‍👧 Family & friends, all afternoons of a whole long summer",
    "A",
    "Nine very ordinary words that go on and on and on",
]
CLIENTS = {
    "maximiliane-charlotte.hohenlohe-langenburg": "Maximiliane Charlotte Prinzessin zu Hohenlohe-Langenburg",
    "fatima": "فاطمة بنت محمد بن عبد الله الأنصارية",
    "mei": "歐陽美麗 エリザベス・ジョンソン",
    "bo": "Bo",
}
PACKAGE = """
name: "{name}"
unit: {unit}
services: [{{service: facial, max: 6}}, {{service: massage, max: 6}}]
price: {{amount: {price}, original: 12345.00, taxes: [iva], payment_methods: [card, on-site]}}
validity: {{months: 6, until: 2026-12-31}}
redeem_by: booking
"""
REASON = "Ausführliche Begründung mit Rückerstattungsvereinbarung, wie am Telefon besprochen und bestätigt"
SPAN = "--from 2026-01-01 --to 2026-02-28"
LISTS = {
    "list": "purchase client name due",
    "list fatima": "purchase name due",
    "appointments": "appointment client",
    "blocks": "block reason",
    "client list": "client name email",
    "reminders --expiring-within 300d --low-balance 9 --unpaid": "purchase client package_name due",
    "history pur-1": "reason",
    "catalog show": "package service employee location name price",
    f"report liability {SPAN} --by package --by client --by month": "package client month sold closing",
    f"report revenue {SPAN} --by package --by client --by service --by month": "package client month total",
    f"report sales {SPAN} --by package --by client": "package client sold",
    f"report usage {SPAN} --by package --by client --by service": "package client service",
}
"""Commands that print tables, and the fields that tell their rows apart, or that people ask for."""

OTHERS = [
    "show fatima",
    "show pur-1",
    "show apt-1",
    "show maximiliane-charlotte.hohenlohe-langenburg",
    "explain fatima facial --at 2026-02-24T10:00",
    "slots massage --from tomorrow --to +8d",
    "book fatima facial --at 2026-02-24T10:00 --dry-run",
    "statement fatima",
    "catalog show nasty-3",
    "catalog show ines",
    "catalog show belem",
    "refund pur-1 --reason x --dry-run",
]


@pytest.fixture
def narrow(typed: Typed, catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Twelve packages, and people, with names that no table likes; each sold, booked, or unpaid."""
    monkeypatch.setenv("COLUMNS", "80")
    for at, name in enumerate(NAMES):
        text = PACKAGE.format(name=name, unit="session" if at % 3 else "hour", price=f"{1000 + at}.50")
        (catalogue / "packages" / f"nasty-{at}.yaml").write_text(text, "utf-8")
    lines = [f"client add {handle} --name '{name}'" for handle, name in CLIENTS.items()]
    lines += [
        f"purchase {list(CLIENTS)[at % 3]} nasty-{at} --method {'card' if at % 2 else 'on-site --pay none'}"
        for at in range(12)
    ]
    lines += [
        f"client edit fatima --email {'f' * 50}@example.com",
        "book fatima facial --at 2026-01-27T10:00",
        "book mei facial --at 2026-01-26T10:00",
        f"adjust pur-1 --units +1h --reason '{REASON}'",
        f"extend pur-1 --by 2w --reason '{REASON}'",
        f"block ines --from 2026-03-02T10:00 --until 2026-03-03T11:00 --reason '{REASON}'",
        "block tomas --from 2026-03-03 --until 2026-03-04 --reason holiday",
    ]
    for line in lines:
        assert typed(line).code == 0, line
    monkeypatch.setenv("TRAFFTPKG_NOW", "2026-02-10T10:00")
    return typed


def test_no_line_is_wider_and_nothing_that_tells_rows_apart_is_cut(narrow: Typed) -> None:
    wrong = []
    for line in [*LISTS, *OTHERS]:
        printed = narrow(line)
        if printed.code or not printed.out:
            wrong.append(f"{line}: {printed}")
        wrong += [f"{line}: {each}" for each in printed.out.splitlines() if display_width(each) > 80]
        if line in LISTS:
            tokens = [each.strip("();") for each in printed.out.split()]
            wrong += [
                f"{line}: {word} is missing"
                for word in _words_told(narrow(f"{line} --format json").out, LISTS[line].split())
                if word not in tokens and not _is_broken_in(word, tokens)
            ]

    assert wrong == []


def _words_told(printed: str, fields: list[str]) -> list[str]:
    """The words of all that is in these fields; what nobody owes is left out."""
    texts = _texts(json.loads(printed), fields)
    return sorted({word for text in texts if text != "0.00" for word in text.split()})


def _texts(found: object, fields: list[str]) -> list[str]:
    if isinstance(found, list):
        return [text for each in found for text in _texts(each, fields)]
    if not isinstance(found, dict):
        return []
    own = [value for name, value in found.items() if name in fields and isinstance(value, str)]
    within = [each for name, each in found.items() if name not in {"services", "taxes"}]
    return [*own, *_texts(within, fields)]


def _is_broken_in(word: str, tokens: list[str]) -> bool:
    """A word that is longer than any line may be goes on in the next, and is whole."""
    return display_width(word) > 60 and re.search(re.escape(word), "".join(tokens)) is not None
