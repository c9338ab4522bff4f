"""Writes about what a learner has read, and about the packs that are taught."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from quintain.accounts.models import User
from quintain.catalog.errors import NotThisPack
from quintain.catalog.models import TaughtPack, TaughtUuid, TopicRead
from quintain.packs import Identity
from quintain.packs.model.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Taught:
    """A pack that is to be taught, and how it was installed; ``signer`` is as in `TaughtPack`."""

    identity: Identity
    signer: str = ""


def mark_read(user: User, lesson: Lesson) -> None:
    """Note that ``user`` has read ``lesson``; a second time changes nothing."""
    TopicRead.objects.get_or_create(user=user, lesson=lesson.uuid)


def record_taught(packs: Sequence[Taught], *, accept_new_signer: bool = False) -> None:
    """Keep the uuids of packs for them, since work is found by its uuid alone and would count in another pack.

    Raises:
        NotThisPack: A uuid belongs to another pack, or a pack of another signer has the uuid of one that was taught.

    """
    with transaction.atomic():
        for each in packs:
            _record_pack(each, accept_new_signer=accept_new_signer)
            _record_uuids(each.identity)


def _record_pack(taught: Taught, *, accept_new_signer: bool) -> None:
    identity, signer = taught.identity, taught.signer
    known, is_new = TaughtPack.objects.get_or_create(
        uuid=identity.uuid, defaults={"name": identity.name, "signer": signer}
    )
    if is_new:
        return
    if signer and signer != known.signer and not accept_new_signer:
        raise NotThisPack(
            f"The pack {identity.name} has the uuid of {known.name}, which was taught here {_origin(known.signer)}. "
            f"This one was installed {_origin(signer)}.",
            "If it is the same course, published again: quintain serve --accept-new-signer. If not, teach it with "
            "another data folder: --data DIR",
        )
    known.name, known.signer = identity.name, signer or known.signer  # a folder of the operator's takes no key's place
    known.save()


def _record_uuids(identity: Identity) -> None:
    known = dict(TaughtUuid.objects.filter(uuid__in=identity.uuids).values_list("uuid", "pack"))
    if missing := [TaughtUuid(uuid=uuid, pack_id=identity.uuid) for uuid in identity.uuids if uuid not in known]:
        TaughtUuid.objects.bulk_create(missing, ignore_conflicts=True)  # another server may start with another pack
        known = dict(TaughtUuid.objects.filter(uuid__in=identity.uuids).values_list("uuid", "pack"))
    foreign = next((uuid for uuid in identity.uuids if known[uuid] != identity.uuid), None)
    if foreign is None:
        return
    owner = TaughtPack.objects.get(pk=known[foreign])
    raise NotThisPack(
        f"The {identity.uuids[foreign]} of the pack {identity.name} has a uuid of the pack {owner.name}, which was "
        "taught with this database. Work in one of them would count in the other.",
        f"Teach it with another data folder, --data DIR, or ask its author for uuids of its own. If it is {owner.name} "
        f"under a new name, its pack.toml must keep the uuid {owner.uuid}.",
    )


def _origin(signer: str) -> str:
    if not signer:
        return "from a folder"
    return "without a signature" if signer == TaughtPack.UNSIGNED else f"with a signature of {signer}"
