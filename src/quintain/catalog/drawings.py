"""Scripts that draw exhibits: served as the pack was loaded, so that a request opens no file."""

import gzip
import hashlib
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from quintain.catalog import pack_store
from quintain.packs.model.exhibit import Exhibit

# The address changes with the script. Only for the one who may read the course: no cache of others keeps it.
KEPT: Final = "private, max-age=31536000, immutable"


def drawing_url(exhibit: Exhibit) -> str:
    """Return the address of an exhibit's script."""
    return reverse("drawing", args=[exhibit.slug, _stamp(exhibit.drawing)])


def find_drawing(name: str, stamp: str) -> str | None:
    """Return the script of an exhibit of the pack; None if there is none, or it has changed since."""
    exhibit = pack_store.current_pack().exhibits.get(name)
    return exhibit.drawing if exhibit and _stamp(exhibit.drawing) == stamp else None


def drawing_response(request: HttpRequest, script: str) -> HttpResponse:
    """Send a script, compressed where the browser takes that."""
    response = HttpResponse(content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = KEPT
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
        response.content = _compressed(script)
    else:
        response.content = script
    return response


@lru_cache(maxsize=256)
def _stamp(script: str) -> str:
    return hashlib.sha256(script.encode()).hexdigest()[:16]


@lru_cache(maxsize=256)
def _compressed(script: str) -> bytes:
    return gzip.compress(script.encode(), mtime=0)
