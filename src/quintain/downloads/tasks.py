"""The job that makes an edition; the back end ``courseware`` of Django's Tasks API does one at a time, in order."""

import logging
from pathlib import Path
from typing import Final

from django.conf import settings
from django.tasks import task

from quintain.courseware.editions import read_key
from quintain.downloads import under_way
from quintain.downloads.cache import Cache
from quintain.downloads.making import MakingFailed, make

log = logging.getLogger(__name__)

BACKEND: Final = "courseware"


@task(backend=BACKEND)
def make_edition(*, digest: str, key: str) -> None:
    """Make a file, unless another server with this data folder has made it meanwhile."""
    edition = read_key(key)
    if edition is None:  # asked by a version that had this format
        under_way.end(digest, key)
        return
    cache = Cache(settings.DATA.courseware, digest)
    try:
        with cache.locked():
            if cache.size_bytes(edition) is None:
                cache.clean()
                teller, beside = under_way.Teller(digest, key), settings.BESIDE
                make(Path(settings.PACK), digest, edition, cache.path(edition), teller, beside=beside)
    except (MakingFailed, OSError) as error:
        log.warning("%s was not made: %s", key, error)
        under_way.fail(digest, key)
    except BaseException:
        under_way.fail(digest, key)
        raise
    else:
        under_way.end(digest, key)
