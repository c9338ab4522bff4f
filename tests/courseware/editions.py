"""Editions of the course as tests read them, each written once in a process."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from quintain.courseware import epub, offline
from quintain.courseware.contents import Contents, choose
from quintain.courseware.editions import EPUB, OFFLINE, Audience, Edition, Format, Scope
from quintain.courseware.progress import keep_silent
from quintain.packs.model.lesson import Block
from tests.courses import whole_course

WRITERS = {EPUB: epub.write, OFFLINE: offline.write}


def chosen(kind: Format, audience: Audience = Audience.LEARNER, scope: Scope | None = None) -> Contents:
    """Return what an edition of the course holds; without a scope, all of it."""
    return choose(whole_course(), Edition(kind, audience, scope=scope or Scope()))


def written(contents: Contents) -> bytes:
    """Return the bytes of an edition."""
    with TemporaryDirectory() as folder:
        target = Path(folder, "edition")
        WRITERS[contents.edition.format](contents, target, keep_silent)
        return target.read_bytes()


@cache
def files_of(kind: Format, audience: Audience = Audience.LEARNER) -> Mapping[str, bytes]:
    """Return the files of a whole edition by their paths, without the folder around an offline edition."""
    return unpacked(written(chosen(kind, audience)))


def tree_of(content: bytes) -> ET.Element:
    """Return a document of ours as a tree; it must be well-formed."""
    return ET.fromstring(content)  # noqa: S314  we have written it, without a document type


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.partition("/")[2] if "offline" in name else name: archive.read(name) for name in archive.namelist()
        }


def with_blocks(contents: Contents, title: str, *blocks: Block) -> Contents:
    """Return an edition of one lesson with another title and other blocks."""
    (day,) = contents.days
    (module,) = day.modules
    (chapter,) = module.chapters
    assert chapter.lesson
    lesson = replace(chapter.lesson, title=title, summary=title, blocks=blocks)
    changed = replace(module, title=title, chapters=(replace(chapter, title=title, lesson=lesson),))
    return replace(contents, title=title, days=(replace(day, modules=(changed,)),))
