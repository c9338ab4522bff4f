"""Writes one edition of a pack to a file, whole or not at all."""

import os
from importlib import import_module
from pathlib import Path

from quintain.courseware.contents import choose
from quintain.courseware.editions import Edition
from quintain.courseware.errors import PackageMissing
from quintain.courseware.progress import Step, Tell, keep_silent
from quintain.packs import Pack, load_pack

INSTALL = "pip install 'quintain[courseware]'"


def build(root: Path, edition: Edition, target: Path, tell: Tell = keep_silent) -> Pack:
    """Write an edition of the pack in ``root`` to ``target``, and return the pack.

    Raises:
        PackInvalid: The pack does not load.
        NoSuchEdition: The course has no such day or lesson.
        PackageMissing: A package of the extra ``courseware`` is not installed.
        BuildFailed: The document cannot be made.
        OSError: The file cannot be written.

    """
    require_packages(edition)
    tell(Step.READING)
    pack = load_pack(root)
    write_edition(pack, edition, target, tell)
    return pack


def write_edition(pack: Pack, edition: Edition, target: Path, tell: Tell = keep_silent) -> None:
    """Write an edition of a pack that is loaded; it raises what `build` does."""
    require_packages(edition)
    contents = choose(pack, edition)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        import_module(edition.format.module).write(contents, draft, tell)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def require_packages(edition: Edition) -> None:
    """Hold an edition to the packages that its format needs.

    Raises:
        PackageMissing: One is not installed.

    """
    if missing := edition.format.missing:
        raise PackageMissing(f"{' and '.join(missing)} must be installed first.", f"Run: {INSTALL}")
