"""A statement as one HTML page. It loads nothing from elsewhere, and prints as it looks."""

from html import escape

from trafftpkg.cli.papers.statement_sheet import Sheet, SheetPart, SheetRow

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #999; }
p { margin: .4rem 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem .5rem; border-bottom: 1px solid #ddd; vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
.day { white-space: nowrap; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } section { break-inside: avoid; } }
"""


def statement_page(sheet: Sheet) -> str:
    """Return the page, with every text escaped."""
    parts = "".join(_part(each) for each in sheet.parts)
    closing = "".join(f"<p>{escape(each)}</p>\n" for each in sheet.closing)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(sheet.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(sheet.title)}</h1>\n<p>{escape(sheet.subtitle)}</p>\n"
        f"{parts}<section>\n<h2>Payment</h2>\n{closing}</section>\n</body>\n</html>\n"
    )


def _part(part: SheetPart) -> str:
    sentences = "".join(f"<p>{escape(each)}</p>\n" for each in part.sentences)
    rows = "".join(_row(each) for each in part.rows)
    head = (
        '<tr><th scope="col">Day</th><th scope="col">What</th>'
        '<th scope="col" class="number">Change</th><th scope="col" class="number">Left</th></tr>\n'
    )
    return (
        f"<section>\n<h2>{escape(part.heading)}</h2>\n{sentences}"
        f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _row(row: SheetRow) -> str:
    return (
        f'<tr><td class="day">{escape(row.day)}</td><td>{escape(row.what)}</td>'
        f'<td class="number">{escape(row.change)}</td><td class="number">{escape(row.left)}</td></tr>\n'
    )
