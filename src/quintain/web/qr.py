"""Draws QR codes as SVG, without a request to anybody."""

from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET_MODULES: Final = 4
"""Of white around the code, as ISO/IEC 18004 wants it; the code is dark on white in the dark mode, too."""


def qr_code(text: str, title: str) -> SafeString:
    """Return a picture of a text, with what a screen reader says of it.

    Args:
        text: at most some hundred letters.
        title: what the picture is.

    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    whole = len(rows) + 2 * QUIET_MODULES
    dark = format_html_join(
        "",
        "M{} {}h1v1h-1z",
        (
            (column + QUIET_MODULES, row + QUIET_MODULES)
            for row, line in enumerate(rows)
            for column, is_dark in enumerate(line)
            if is_dark
        ),
    )
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect width="{}" height="{}" fill="#fff"/><path fill="#000" d="{}"/></svg>',
        title,
        whole,
        whole,
        whole,
        whole,
        dark,
    )
