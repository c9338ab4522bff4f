"""A private network for tests: two places with a router between them, which can lose all packets; gone afterwards.

Each place is a network namespace of Linux, which ends with its last process. What is lost is lost as by a cable that
was pulled behind a switch: no reset, no ICMP, links stay up. An ordinary user makes it in a user namespace.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

NAME: Final = "QUINTAIN_TEST_NETWORK"
"""The variable by which tests learn of the network that was made for them."""
MISSING: Final = "no network can be made and cut here (it needs ip, unshare, nsenter, and namespaces with veth)"
HOLD: Final = ("sh", "-c", "echo in; exec cat >/dev/null")  # ends with whoever holds its standard input
NEAR, FAR = "10.77.1.2", "10.77.2.2"
ROUTER: Final = """
ip link add near type veth peer name wire netns {near}
ip link add far type veth peer name wire netns {far}
ip address add 10.77.1.1/24 dev near
ip address add 10.77.2.1/24 dev far
ip link set lo up
ip link set near up
ip link set far up
echo 1 >/proc/sys/net/ipv4/ip_forward
"""
PLACE: Final = """
ip address add {address}/24 dev wire
ip link set lo up
ip link set wire up
ip route add default via {router}
"""


@dataclass(frozen=True, slots=True)
class Network:
    """The processes that hold the namespaces. What runs near is what is tested; services are far."""

    router: int
    near: int
    far: int

    @classmethod
    def of_environment(cls) -> Self | None:
        """Return the network that was made for these tests; None if there is none."""
        return cls(*map(int, words)) if len(words := os.environ.get(NAME, "").split()) == len(cls.__slots__) else None

    def __str__(self) -> str:
        return f"{self.router} {self.near} {self.far}"

    def cut(self) -> None:
        """Lose every packet from now on, in both directions and without a word."""
        self._forward("0")

    def mend(self) -> None:
        """Pass packets on again."""
        self._forward("1")

    def _forward(self, digit: str) -> None:
        _run(self.router, f"echo {digit} >/proc/sys/net/ipv4/ip_forward")


def enter(place: int, user: tuple[int, int] | None = None) -> list[str]:
    """Return the words before a command that is to run in a place, as this user or another one (uid, gid) if root."""
    if _is_root():
        asked = ["--setuid", str(user[0]), "--setgid", str(user[1])] if user else []
        return ["nsenter", f"--net=/proc/{place}/ns/net", *asked]
    own = (f"--map-user={os.geteuid()}", f"--map-group={os.getegid()}")
    return [*_enter_as_root(place), "unshare", "--user", *own]


@contextmanager
def private_network() -> Iterator[Network]:
    """Make the network.

    Raises:
        RuntimeError: This machine has no means for it.

    """
    with ExitStack() as held:
        try:
            network = _make(held)
        except (OSError, subprocess.CalledProcessError) as error:
            raise RuntimeError(f"{MISSING}: {getattr(error, 'stderr', error)}") from None
        yield network


@cache
def can_be_made() -> bool:
    """Tell whether this machine has the means."""
    if not all(map(shutil.which, ("ip", "unshare", "nsenter"))):
        return False
    try:
        with private_network() as network:
            network.cut()
    except (RuntimeError, subprocess.CalledProcessError):
        return False
    return True


def _make(held: ExitStack) -> Network:
    own = [] if _is_root() else ["--user", "--map-root-user"]
    router = _hold(held, ["unshare", *own, "--net"])
    near, far = (_hold(held, [*_enter_as_root(router), "unshare", "--net"]) for _ in range(2))
    _run(router, ROUTER.format(near=near, far=far))
    _run(near, PLACE.format(address=NEAR, router="10.77.1.1"))
    _run(far, PLACE.format(address=FAR, router="10.77.2.1"))
    return Network(router, near, far)


def _hold(held: ExitStack, words: list[str]) -> int:
    process = subprocess.Popen(
        [*words, *HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    held.callback(process.communicate)  # closes its standard input
    assert process.stdout
    if process.stdout.readline() != "in\n":
        raise OSError(process.communicate()[1])
    return process.pid


def _run(place: int, script: str) -> None:
    subprocess.run([*_enter_as_root(place), "sh", "-ec", script], check=True, capture_output=True, text=True)


def _enter_as_root(place: int) -> list[str]:
    """Return the words before a command that may change a place."""
    whole = [] if _is_root() else ["--user", "--preserve-credentials"]
    return ["nsenter", f"--target={place}", *whole, "--net"]


def _is_root() -> bool:
    return os.geteuid() == 0
