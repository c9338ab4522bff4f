"""Reads and validates course packs: folders of TOML, Markdown and Python that hold everything a class learns.

This room trusts nothing that it reads and runs nothing of it. What it returns is frozen and checked, so that no other
room has to ask again whether a name leads somewhere. It knows no database, no page and no sandbox.
"""

from quintain.packs.identities import Identity, identities_of
from quintain.packs.joining import JoinRefused, join
from quintain.packs.labs import load_lab
from quintain.packs.loading import Survey, find_pack, load_pack, survey_pack
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Pack
from quintain.packs.model.proof import Proof
from quintain.packs.packaged import only_packaged_course, packaged_courses
from quintain.packs.problems import PackInvalid, Problem, Severity
from quintain.packs.proofs import write_proof
from quintain.packs.remembered import Remembered, fingerprint_of
from quintain.packs.weaknesses import WEAKNESSES

__all__ = [
    "WEAKNESSES",
    "Identity",
    "JoinRefused",
    "Lab",
    "Lesson",
    "Pack",
    "PackInvalid",
    "Problem",
    "Proof",
    "Remembered",
    "Severity",
    "Survey",
    "find_pack",
    "fingerprint_of",
    "identities_of",
    "join",
    "load_lab",
    "load_pack",
    "only_packaged_course",
    "packaged_courses",
    "survey_pack",
    "write_proof",
]
