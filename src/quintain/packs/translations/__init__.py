"""A pack in further languages: what of it is a message, its catalogs, and the pack with what these say.

Docs: docs/decisions/0074-translated-content.md.
"""

from quintain.packs.translations.applying import languages_of, translate_pack
from quintain.packs.translations.catalogs import LANGUAGE, CatalogUnfit
from quintain.packs.translations.copies import read_copies
from quintain.packs.translations.files import CatalogFile, Extracted, extract, problems_of, progress_of, take
from quintain.packs.translations.messages import Message, messages_of

__all__ = [
    "LANGUAGE",
    "CatalogFile",
    "CatalogUnfit",
    "Extracted",
    "Message",
    "extract",
    "languages_of",
    "messages_of",
    "problems_of",
    "progress_of",
    "read_copies",
    "take",
    "translate_pack",
]
