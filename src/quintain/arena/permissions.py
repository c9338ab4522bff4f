"""What one may do in an arena."""

from quintain.accounts.permissions import Person, add_rule, instructs
from quintain.arena.models import Entrant, Entry
from quintain.cohorts.models import Class
from quintain.pacing.permissions import has_seat_now, teaches_now

RUN_ARENA = "arena.run_arena"
SEE_TABLE = "arena.see_table"
ENTER_ARENA = "arena.enter_arena"
SEE_ARENA = "arena.see_arena"
FOLLOW_ARENA = "arena.follow_arena"
TAKE_BACK = "arena.take_back"


def register() -> None:
    """Add this room's rules."""
    add_rule(RUN_ARENA, teaches_now)
    add_rule(SEE_TABLE, _instructs)
    add_rule(ENTER_ARENA, has_seat_now)
    add_rule(SEE_ARENA, _sits_or_has_entered)
    add_rule(FOLLOW_ARENA, _follows)
    add_rule(TAKE_BACK, _owns)


def _instructs(person: Person, a_class: Class) -> bool:
    return instructs(person, a_class.pk)


def _sits_or_has_entered(person: Person, a_class: Class) -> bool:
    # What was entered can be taken back at any time, also by a student whose seat was given to another.
    return has_seat_now(person, a_class) or Entrant.objects.filter(arena__in_class=a_class, person=person.pk).exists()


def _follows(person: Person, a_class: Class) -> bool:
    return _instructs(person, a_class) or _sits_or_has_entered(person, a_class)


def _owns(person: Person, entry: Entry) -> bool:
    return entry.entrant.person_id == person.pk
