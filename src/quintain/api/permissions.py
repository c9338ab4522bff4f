"""Who may make tokens, and whose they are."""

from quintain.accounts.permissions import Person, add_rule, instructs, is_operator
from quintain.api.models import Token

MAKE_TOKENS = "api.make_tokens"
REVOKE_TOKEN = "api.revoke_token"  # noqa: S105  a rule


def register() -> None:
    """Add this room's rules."""
    add_rule(MAKE_TOKENS, lambda person, _nothing: instructs(person) or is_operator(person))
    add_rule(REVOKE_TOKEN, _owns)


def _owns(person: Person, token: Token) -> bool:
    return token.owner_id == person.pk
