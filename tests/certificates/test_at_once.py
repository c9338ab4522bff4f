"""Of two requests at the same moment, one has a certificate issued."""

import pytest

from quintain.accounts.models import User
from quintain.certificates import actions
from quintain.certificates.errors import IssuedAlready
from quintain.certificates.models import Certificate, StatusEntry
from quintain.certificates.permissions import Place
from quintain.cohorts.models import Class
from tests.at_once import at_once
from tests.audit_log import erasable_log
from tests.certificates.conftest import ISSUER, Prove

__all__ = ["erasable_log"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("offered", "quick_papers")]


def test_of_two_at_once_one_is_issued(a_class: Class, seat: Prove) -> None:
    """The other leaves nothing behind, not even a place of the list."""
    zoe = seat("Zoë", "shop", "store")

    def ask(_: int) -> str:
        try:
            actions.issue(Place(a_class), "Zoë", by=User.objects.get(pk=zoe.pk), issuer=ISSUER)
        except IssuedAlready:
            return "refused"
        return "issued"

    told = [str(each) for each in at_once(ask, range(2))]
    assert sorted(told) == ["issued", "refused"]
    assert StatusEntry.objects.count() == Certificate.objects.count() == 1
