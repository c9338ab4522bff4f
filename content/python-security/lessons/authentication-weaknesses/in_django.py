"""Limit guessing in Django: count for the account, for a known device and for the network, before the password."""

from hashlib import sha256
from ipaddress import ip_address, ip_network
from secrets import token_hex

import django
from django.conf import settings
from django.test import Client
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["testserver"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for this script",
)
django.setup()

from django.contrib.auth import authenticate  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402

SECONDS = 15 * 60


def allows(key: str, most: int) -> bool:
    """Count this try, and tell whether it may go on."""
    cache.add(key, 0, timeout=SECONDS)
    return cache.incr(key) <= most


def network_of(request: HttpRequest) -> str:
    """Return one key for each IPv4 address, and for each /64 of IPv6, which one customer has."""
    address = ip_address(request.META["REMOTE_ADDR"])
    address = getattr(address, "ipv4_mapped", None) or address
    return f"network-{ip_network(f'{address}/{64 if address.version == 6 else 32}', strict=False)}"


def account_of(name: str) -> str:
    """Return one key for each account, and for each name that does not exist."""
    number = User.objects.filter(username=name).values_list("pk", flat=True).first()
    return f"account-{number or sha256(name.encode()).hexdigest()}"


def sign_in(request: HttpRequest) -> HttpResponse:
    name, password = request.POST["name"], request.POST["password"]
    account = account_of(name)
    device = f"{account}-{request.get_signed_cookie('device', default='unknown', salt=account)}"
    network = network_of(request)
    if not (allows(device, 5) and allows(network, 20)):
        return HttpResponse("Too many tries. Please wait some minutes.", status=429)
    if authenticate(request, username=name, password=password) is None:
        return HttpResponse("Name or password is wrong.", status=401)
    cache.decr(device)
    cache.decr(network)
    response = HttpResponse("Welcome.")  # a real view also calls login() here
    response.set_signed_cookie("device", token_hex(8), salt=account, max_age=180 * 86_400, httponly=True, secure=True)
    return response


urlpatterns = [path("login", sign_in)]


def send(client: Client, name: str, password: str) -> int:
    return client.post("/login", {"name": name, "password": password}, secure=True).status_code


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    User.objects.create_user("ines", password="orbit lantern walnut")
    phone, attacker = Client(), Client()
    print("ines, her phone:          ", send(phone, "ines", "orbit lantern walnut"))
    print("ines, guessed six times:  ", [send(attacker, "ines", "123456") for _ in range(6)])
    print("omar does not exist:      ", [send(attacker, "omar", "123456") for _ in range(6)])
    print("ines, new device, correct:", send(Client(), "ines", "orbit lantern walnut"))
    print("ines, her phone:          ", send(phone, "ines", "orbit lantern walnut"))
    print("one guess at each of 12:  ", [send(attacker, f"user {number}", "123456") for number in range(12)])
    ipv6 = [Client(REMOTE_ADDR=f"2001:db8::{number:x}") for number in range(24)]
    print("24 addresses of one /64:  ", [send(client, f"u{n}", "123456") for n, client in enumerate(ipv6)].count(401))
