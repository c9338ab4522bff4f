"""Pages on which an operator adds endpoints, sees what came of events, and replays one."""

import pytest
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import AuditEntry, Role, User
from quintain.webhooks import actions, tasks
from quintain.webhooks.actions import MOST_ENDPOINTS, EndpointFacts
from quintain.webhooks.errors import EndpointUnfit
from quintain.webhooks.models import Delivery, DeliveryState, Endpoint
from tests.people import confirmed_browser, forget_confirmation, make_person
from tests.webhooks.conftest import Added
from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("classroom")]

FORM = {"name": "Chat", "address": "https://chat.example/hook", "type": ["lab.proven", "hand.raised"], "class": ""}


@pytest.fixture
def operator(classroom: None) -> Client:
    """Return the browser of somebody who runs the server, and has just confirmed that it is them."""
    return confirmed_browser(make_person("olga", "Olga", Role.OPERATOR))


def test_the_secret_is_shown_once(operator: Client) -> None:
    """It is in the answer to the form, and on no page after it."""
    page = operator.post("/webhooks/", FORM).content.decode()
    made = Endpoint.objects.get()
    assert "whsec_" in page
    assert "whsec_" not in operator.get(f"/webhooks/{made.pk}/").content.decode()
    assert made.types == ["lab.proven", "hand.raised"]
    assert AuditEntry.objects.get(action="add-endpoint").details == {"endpoint": "Chat", "host": "chat.example"}


def test_it_is_asked_whose_browser_it_is(operator: Client) -> None:
    """An endpoint and a secret are for somebody who has just given their password."""
    forget_confirmation(operator)
    assert operator.post("/webhooks/", FORM).status_code == 302
    assert Endpoint.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "\u202e"},
        {"name": "x" * 81},
        {"type": []},
        {"type": ["endpoint.test"]},
        {"address": "http://chat.example/"},
        {"address": "https://user:word@chat.example/"},
        {"address": "https://chat.example/#part"},
        {"address": "https://10.0.0.1/"},
        {"address": "https://[::1]/"},
        {"address": "https://[::ffff:10.0.0.1]/"},
        {"address": "https://localhost/"},
        {"address": "http://127.0.0.1:8000/"},
        {"address": "https://chät.example/"},
        {"address": f"https://chat.example/{'x' * 1000}"},
        {"address": "javascript:alert(1)"},
        {"address": ""},
    ],
)
def test_what_cannot_be_used_is_shown_again(
    operator: Client, settings: Settings, change: dict[str, str | list[str]]
) -> None:
    """With what is wrong, and without an endpoint."""
    settings.WEBHOOKS_PRIVATE = False
    answer = operator.post("/webhooks/", {**FORM, **change})
    assert answer.status_code == 400, change
    assert 'role="alert"' in answer.content.decode()
    assert Endpoint.objects.count() == 0


def test_an_operator_sees_and_replays_a_delivery(operator: Client, added: Added, receiver: Receiver) -> None:
    """The answer of the receiver is text on the page, whatever it is."""
    address = f"/webhooks/{added.endpoint.pk}/"
    receiver.status, receiver.body = 500, b"<script>alert(1)</script>"
    operator.post(f"{address}test")
    tasks.queue_due()
    page = operator.get(address).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    receiver.status = 204
    delivery = Delivery.objects.get()
    assert operator.post(f"{address}deliveries/{delivery.pk}/replay").status_code == 302
    tasks.queue_due()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED
    assert AuditEntry.objects.filter(action="replay-event").count() == 1


def test_a_delivery_of_another_endpoint_is_not_found(operator: Client, added: Added, receiver: Receiver) -> None:
    """An address that was put together from two replays nothing."""
    other, _ = actions.add_endpoint(EndpointFacts("Other", receiver.address, ["lab.proven"]), by=None)
    actions.send_test(other, by=None)
    address = f"/webhooks/{added.endpoint.pk}/deliveries/{Delivery.objects.get().pk}/replay"
    assert operator.post(address).status_code == 404


def test_what_is_off_gets_nothing_and_says_so(operator: Client, added: Added) -> None:
    """Neither a test nor a replay; turning it on again is one button."""
    address = f"/webhooks/{added.endpoint.pk}/"
    operator.post(f"{address}test")
    operator.post(f"{address}turn", {"to": "off"})
    assert operator.post(f"{address}test").status_code == 409
    assert operator.post(f"{address}deliveries/{Delivery.objects.get().pk}/replay").status_code == 409
    assert Delivery.objects.get().state == DeliveryState.GIVEN_UP
    operator.post(f"{address}turn", {"to": "on"})
    assert operator.post(f"{address}test").status_code == 302


def test_an_operator_changes_rotates_and_removes(operator: Client, added: Added) -> None:
    """Each is in the audit log."""
    address = f"/webhooks/{added.endpoint.pk}/"
    operator.post(address, {**FORM, "name": "Chat 2"})
    assert Endpoint.objects.get().name == "Chat 2"
    page = operator.post(f"{address}secret").content.decode()
    assert "whsec_" in page
    assert added.secret not in page
    assert "Chat 2" in operator.get(f"{address}remove/").content.decode()
    operator.post(f"{address}remove/")
    assert Endpoint.objects.count() == 0
    acts = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"change-endpoint", "rotate-endpoint-secret", "remove-endpoint"} <= acts


def test_there_are_fifty_endpoints_at_most(added: Added) -> None:
    """Each of them costs a request for each event."""
    Endpoint.objects.bulk_create(Endpoint(name=str(n), address="https://x.example/") for n in range(MOST_ENDPOINTS - 1))
    with pytest.raises(EndpointUnfit):
        actions.add_endpoint(EndpointFacts("One more", "https://x.example/", ["lab.proven"]), by=None)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.AUTHOR])
def test_nobody_else_manages_endpoints(added: Added, client: Client, role: Role) -> None:
    """An address that this server sends to is for operators to choose."""
    somebody: User = make_person("max", "Max", role)
    client.force_login(somebody, backend="quintain.accounts.backends.PersonBackend")
    assert client.get(f"/webhooks/{added.endpoint.pk}/").status_code in {302, 403, 404}
    assert client.post("/webhooks/", FORM).status_code in {302, 403, 404}
    assert Endpoint.objects.count() == 1
