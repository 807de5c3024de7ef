"""A receipt as one page of HTML: nothing is loaded from anywhere, and it prints on A4 as it looks."""

from html import escape

from trafftpkg.receipts.sheet import ReceiptPart, ReceiptRow, ReceiptSheet, Speech

STYLE = """
@page { size: A4; margin: 18mm 20mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2023; background: #eceeef; margin: 0; }
main { background: #fff; max-width: 48rem; margin: 2rem auto; padding: 3rem; }
header { display: flex; flex-wrap: wrap; gap: 1rem 2rem; justify-content: space-between; }
header p { margin: 0; }
.seller { color: #4a5258; }
.seller strong { display: block; font-size: 1.35rem; line-height: 1.3; color: #1c2023; }
.paper { text-align: end; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0; }
.quote { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
section { margin-top: 1.8rem; break-inside: avoid; }
h2 { font-size: 1rem; margin: 0 0 .3rem; padding-bottom: .3rem; border-bottom: 1px solid #1c2023; }
section p { margin: .2rem 0; color: #4a5258; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: start; font-weight: 400; padding: .25rem 0; vertical-align: top; }
td { text-align: end; white-space: nowrap; padding-inline-start: 2rem; }
.sum:first-child th, .sum:first-child td { border-top: 0; }
.sum th, .sum td { font-weight: 650; border-top: 1px solid #b9c0c4; }
nav { max-width: 48rem; margin: 1rem auto -1rem; padding: 0 1rem; }
@media (max-width: 40rem) {
  main { margin: 0; padding: 1.5rem; }
  nav { margin-block: 1rem; padding: 0 1.5rem; }
  .paper { text-align: start; }
}
@media print {
  body { background: none; font-size: 10.5pt; }
  main { margin: 0; padding: 0; max-width: none; }
  nav { display: none; }
}
"""


def receipt_page(sheet: ReceiptSheet, speech: Speech, back: tuple[str, str] | None = None) -> str:
    """Return the page; every text in it is escaped.

    Args:
        back: Where a link leads on the screen, and its words; it is not printed.
    """
    title = f"{sheet.title} {sheet.number}"
    number = speech.language.gettext("No. %(number)s", number=sheet.number)
    name, *lines = sheet.seller or ("",)
    seller = f'<p class="seller"><strong>{escape(name)}</strong>{_lines(lines)}</p>'
    paper = f'<h1>{escape(sheet.title)}</h1>\n<p class="quote">{escape(number)}</p>'
    link = f'<nav><a href="{escape(back[0])}">{escape(back[1])}</a></nav>\n' if back else ""
    return (
        f'<!doctype html>\n<html lang="{speech.lang}" dir="{speech.language.direction}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{link}<main>\n"
        f'<header>\n{seller}\n<div class="paper">\n{paper}\n<p>{_lines(sheet.facts)}</p>\n</div>\n</header>\n'
        f"{''.join(_part(each) for each in sheet.parts)}</main>\n</body>\n</html>\n"
    )


def _lines(lines: "tuple[str, ...] | list[str]") -> str:
    return "<br>".join(escape(each) for each in lines)


def _part(part: ReceiptPart) -> str:
    before, after = (
        "".join(f"<p>{escape(each)}</p>\n" for each in said) for said in (part.before, part.after)
    )
    rows = "".join(_row(each) for each in part.rows)
    return (
        f"<section>\n<h2>{escape(part.heading)}</h2>\n{before}"
        f"<table>\n<tbody>\n{rows}</tbody>\n</table>\n{after}</section>\n"
    )


def _row(row: ReceiptRow) -> str:
    kind = ' class="sum"' if row.is_sum else ""
    return f'<tr{kind}><th scope="row">{escape(row.what)}</th><td>{escape(row.amount)}</td></tr>\n'
