"""Who may take which edition home."""

from quintain.accounts.permissions import Person, add_rule, is_closed, takes_part, teaches
from quintain.catalog import pack_store
from quintain.courseware.contents import holds
from quintain.courseware.editions import Audience, Edition
from quintain.packs.model.pack import Module

TAKE_HOME = "downloads.take_home"


def register() -> None:
    """Add this room's rules."""
    add_rule(TAKE_HOME, _may_take)


def _may_take(person: Person, edition: Edition) -> bool:
    """Grant learners' editions to those who take part, and instructors' editions to those who teach."""
    return teaches(person) if edition.audience is Audience.INSTRUCTOR else takes_part(person)


def closed_modules(person: Person, edition: Edition) -> tuple[Module, ...]:
    """Return the modules of an edition that are not open yet for a person, who gets it only once they are."""
    return tuple(module for module in holds(pack_store.current_pack(), edition) if is_closed(person, module.id))
