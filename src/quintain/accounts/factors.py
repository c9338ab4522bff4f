"""The second factors of a person, for rooms that help somebody who has lost them."""

from allauth.mfa.models import Authenticator

from quintain.accounts.models import User


def has_factors(person: User) -> bool:
    """Tell whether more than a password is asked of a person."""
    return bool(Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def remove_factors(person: User) -> int:
    """Remove all factors of a person and return how many there were; the password alone signs in then.

    Who may do so, and that it is recorded, is for the caller to see to.
    """
    return int(Authenticator.objects.filter(user=person).delete()[0])
