"""The list of security operators: each makes one small mistake that people make."""

from dataclasses import dataclass
from typing import Final

# codespell:ignore-next-line guards
from quintain.judge.proving.mutation import comparisons, endpoints, escapes, guards, patterns, secrets, sql, system, web
from quintain.judge.proving.mutation.syntax import Find


@dataclass(frozen=True, slots=True)
class Operator:
    """A mistake: ``name`` is used in lab.toml, ``find`` gives every change of one node that makes the mistake."""

    name: str
    find: Find

    @property
    def says(self) -> str:
        """What the operator does, in a sentence."""
        return (self.find.__doc__ or "").strip().split("\n", maxsplit=1)[0]


OPERATORS: Final = tuple(
    Operator(find.__name__.replace("_", "-"), find)
    for find in (
        guards.guard_dropped,
        guards.guard_call_dropped,
        guards.decorator_dropped,
        guards.condition_weakened,
        guards.missing_allowed,
        guards.error_swallowed,
        guards.check_after_use,
        endpoints.endpoint_reverted,
        escapes.escape_dropped,
        escapes.conversion_dropped,
        sql.parameter_inlined,
        patterns.pattern_unanchored,
        patterns.pattern_end_loosened,
        patterns.pattern_multiline,
        patterns.pattern_ascii_dropped,
        patterns.pattern_class_extended,
        comparisons.equality_loosened,
        comparisons.containment_loosened,
        comparisons.membership_loosened,
        comparisons.allowlist_turned,
        comparisons.allowlist_extended,
        comparisons.type_loosened,
        secrets.hash_weakened,
        secrets.iterations_dropped,
        secrets.digest_compared,
        secrets.key_dropped,
        secrets.secret_guessable,
        system.path_unresolved,
        system.flag_dropped,
        system.transaction_removed,
        system.limit_removed,
        system.shell_joined,
        system.dashes_dropped,
        web.verification_off,
        web.cookie_flag_dropped,
        web.header_dropped,
    )
)
