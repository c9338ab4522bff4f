"""A QR code is the picture of its text, dark on white, and markup in neither text nor title."""

import re

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from quintain.web.qr import QUIET_MODULES, qr_code


def test_the_picture_has_the_modules_of_the_code() -> None:
    """Each dark one is a square in its place, with four white ones around the whole."""
    text = "https://192.0.2.7:8443/join/?code=ABCD2345"
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    wanted = {
        (column + QUIET_MODULES, row + QUIET_MODULES)
        for row, line in enumerate(code.get_matrix())
        for column, is_dark in enumerate(line)
        if is_dark
    }
    picture = str(qr_code(text, "A code"))
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", picture)}
    assert drawn == wanted
    size = len(code.get_matrix()) + 2 * QUIET_MODULES
    assert f'viewBox="0 0 {size} {size}"' in picture
    assert "style" not in picture


def test_a_title_is_text() -> None:
    """Whatever is in it."""
    assert '<svg class="qr" role="img" aria-label="&quot;&lt;b&gt;"' in str(qr_code("x", '"<b>'))
