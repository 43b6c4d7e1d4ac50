"""A QR code as SVG, drawn here: the page asks nobody, and needs no style of its own."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

BORDER = 4  # light modules around it (ISO/IEC 18004)
SIDE = 220  # CSS pixels on the screen


def svg(text: str, *, label: str) -> SafeString:
    """The code dark on light, whatever the page's colours are: cameras want it so."""
    code = qrcode.QRCode(border=BORDER, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return format_html(
        '<svg role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{}v{}H0z"/>'
        '<path d="{}"/></svg>',
        *(label, SIDE, SIDE, len(rows), len(rows), len(rows), len(rows)),
        "".join(_runs(rows)),
    )


def _runs(rows: list[list[bool]]):
    """One stroke for each run of dark modules in a line."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                yield f"M{x} {y}h{end - x}v1h-{end - x}z"
            x = end + 1
