"""Has an edition made, and gives it."""

import logging
from uuid import UUID

from django.conf import settings

from quintain.catalog import pack_store
from quintain.courseware.editions import Edition
from quintain.downloads import errors, tasks, under_way
from quintain.downloads.cache import Cache

log = logging.getLogger(__name__)


def have_made(edition: Edition, by: UUID) -> None:
    """Queue an edition for a person, unless it is there, waits, or is being made.

    Raises:
        CannotBeMade: A package is missing.
        TooManyWait: The queue is full, or this person has enough in it.

    """
    if edition.format.missing:
        raise errors.CannotBeMade(edition.format.missing)
    digest = pack_store.current_pack().digest
    if Cache(settings.DATA.courseware, digest).size_bytes(edition) is not None:
        return
    if not under_way.begin(digest, edition.key, by):
        return
    try:
        tasks.make_edition.enqueue(digest=digest, key=edition.key)
    except Exception as error:  # each back end has its own
        under_way.end(digest, edition.key)
        log.warning("%s could not be queued: %s", edition.key, error)
        raise errors.TooManyWait from error
