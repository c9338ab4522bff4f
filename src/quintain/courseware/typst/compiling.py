"""Makes a PDF of Typst source: tagged (PDF/UA-1), the same bytes for the same source, and small."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf
import typst

from quintain.courseware.errors import BuildFailed
from quintain.courseware.typst.glyphs import FONTS

TEMPLATE: Final = Path(__file__).parent / "template.typ"
MAIN: Final = "main.typ"
STANDARD: Final = "ua-1"
TIMESTAMP: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The creation date of every document, so that one source gives one file."""


def compile_pdf(sources: Mapping[str, str | bytes]) -> bytes:
    """Compile Typst source, of which ``main.typ`` is the document.

    Args:
        sources: files by their paths; the template is beside them. Nothing else can be read, and no network is asked.

    Raises:
        BuildFailed: Typst refuses the source: a label leads nowhere, or a rule of PDF/UA does not hold.

    """
    with TemporaryDirectory(prefix="quintain-handbook-") as folder:
        root = Path(folder)
        (root / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        for name, content in sources.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        try:
            compiler = typst.Compiler(
                root / MAIN, root=root, font_paths=fonts, package_path=root, package_cache_path=root
            )
            document = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=TIMESTAMP)
        except typst.TypstError as error:
            raise BuildFailed(f"Typst refused the document: {error.message}", str(error.diagnostic)) from error
    assert isinstance(document, bytes)  # noqa: S101  a PDF is one document
    return document


def packed(document: bytes) -> bytes:
    """Return a PDF with its objects in compressed streams, a third of the size."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()
