"""The filter, run by a small machine of the test's own: no kernel is needed, and both architectures are seen."""

import struct
from errno import EAFNOSUPPORT, EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP, EPERM

import pytest

from quintain.sandbox.seccomp import ARCHITECTURES, compile_filter, policy

KILL, ALLOW = "kill", "allow"
MACHINES = sorted(ARCHITECTURES)


def ask(machine: str, number: int, *arguments: int, audit: int | None = None) -> str | int:
    """Run the filter of a machine over a call; answer "kill", "allow", or an errno."""
    given = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("=IIQ6Q", number, audit or ARCHITECTURES[machine].audit, 0, *given)
    program = list(struct.iter_unpack("=HBBI", compile_filter(machine)))
    accumulator = place = code = if_true = if_false = operand = 0
    while True:
        code, if_true, if_false, operand = program[place]
        place += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, operand)
            case 0x15:
                place += if_true if accumulator == operand else if_false
            case 0x35:
                place += if_true if accumulator >= operand else if_false
            case 0x45:
                place += if_true if accumulator & operand else if_false
            case 0x06:
                return answer(operand)
            case _:
                pytest.fail(f"an instruction that the policy does not use: {code:#x}")


def answer(returned: int) -> str | int:
    """Read what a filter returned."""
    words = {0x8000_0000: KILL, 0x7FFF_0000: ALLOW}
    return words[returned] if returned in words else returned & 0xFFFF


def named(machine: str, name: str, *arguments: int) -> str | int:
    """Ask about a call by name."""
    return ask(machine, ARCHITECTURES[machine].numbers[name], *arguments)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_call_is_answered_as_the_policy_says(machine: str) -> None:
    """Allowed, refused and attribute calls, each by its own answer."""
    numbers = ARCHITECTURES[machine].numbers
    for names, answer in (
        (policy.ALLOWED, ALLOW),
        (policy.REFUSED, EPERM),
        (policy.WITHOUT_ATTRIBUTES, ENOTSUP),
    ):
        assert {name: ask(machine, numbers[name]) for name in names if name in numbers} == {
            name: answer for name in names if name in numbers
        }


@pytest.mark.parametrize("machine", MACHINES)
def test_unknown_calls_answer_as_on_an_older_kernel(machine: str) -> None:
    """What the policy does not name is not there: io_uring, and whatever a later kernel brings."""
    assert [ask(machine, number) for number in (425, 426, 427, 444, 600, 0x3FFF_FFFF)] == [ENOSYS] * 6


@pytest.mark.parametrize("machine", MACHINES)
def test_other_architectures_kill(machine: str) -> None:
    """A call under another architecture's numbers ends the process."""
    others = {each.audit for name, each in ARCHITECTURES.items() if name != machine} | {0x4000_0003, 0x4000_0028}
    assert {ask(machine, 0, audit=audit) for audit in others} == {KILL}


def test_x32_numbers_kill() -> None:
    """The same kernel under other numbers: every one of them ends the process."""
    assert {ask("x86_64", 0x4000_0000 | number) for number in (0, 39, 512, 0x3FFF_FFFF)} == {KILL}


@pytest.mark.parametrize("machine", MACHINES)
def test_clone_makes_threads_and_children_but_no_namespaces(machine: str) -> None:
    """Each flag of a new namespace is refused, alone and among others; what lies above 32 bits changes nothing."""
    threads, child = 0x003D_0F00, 17
    assert {named(machine, "clone", flags) for flags in (threads, child)} == {ALLOW}
    for bit in (0x2_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000):
        assert {named(machine, "clone", flags | bit) for flags in (0, child, threads, 1 << 40)} == {EPERM}
    assert named(machine, "clone3") == ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_terminal_requests_are_refused(machine: str) -> None:
    """TIOCSTI, TIOCLINUX and TIOCSETD, also with bits set that the kernel ignores (CVE-2019-10063)."""
    for request in (0x5412, 0x541C, 0x5423):
        assert named(machine, "ioctl", 1, request) == EPERM
        assert named(machine, "ioctl", 1, request | 1 << 32) == EPERM
    assert named(machine, "ioctl", 1, 0x5401) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_only_families_of_sockets_that_labs_need(machine: str) -> None:
    """Unix, IPv4 and IPv6; nothing else exists."""
    allowed = {family for family in range(50) if named(machine, "socket", family, 1, 0) == ALLOW}
    assert allowed == {1, 2, 10}
    assert named(machine, "socket", 16, 3, 0) == EAFNOSUPPORT


@pytest.mark.parametrize("machine", MACHINES)
def test_larger_buffers_are_promised_and_not_given(machine: str) -> None:
    """Asking for a larger buffer seems to work; other options do work."""
    assert {named(machine, "setsockopt", 3, 1, option) for option in (7, 8, 32, 33)} == {0}
    assert named(machine, "setsockopt", 3, 1, 2) == ALLOW
    assert named(machine, "fcntl", 3, 1031, 1 << 20) == EPERM
    assert named(machine, "fcntl", 3, 4, 0) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_nothing_tells_what_is_in_the_kernels_cache(machine: str) -> None:
    """Some file systems refuse a read that does not wait by themselves; the filter does so on all of them."""
    for name in ("preadv2", "pwritev2"):
        for place in (0, 4096, 2**40):
            at = (3, 0x7000, 1, place, place >> 32)
            assert named(machine, name, *at, 0) == ALLOW
            assert {named(machine, name, *at, flags) for flags in (1, 8, 0x80, 8 | 1)} == {EOPNOTSUPP}
    assert {named(machine, "madvise", 0, 4096, advice) for advice in (20, 21, 25)} == {EINVAL}
    assert named(machine, "madvise", 0, 4096, 4) == ALLOW
    assert named(machine, "fadvise64", 3, 0, 0, 4) == 0
    assert {named(machine, name) for name in ("mincore", "readahead", "cachestat")} == {EPERM}


@pytest.mark.parametrize("machine", MACHINES)
def test_files_that_boxes_share_are_no_mailboxes(machine: str) -> None:
    """Leases, notices, hints and locks of open files are seen by others; ordinary locks are needed."""
    assert {named(machine, "fcntl", 3, command) for command in (1024, 1026)} == {EPERM}
    assert {named(machine, "fcntl", 3, command) for command in (36, 37, 38, 1035, 1036, 1037, 1038)} == {EINVAL}
    assert {named(machine, "fcntl", 3, command) for command in (0, 1, 2, 3, 5, 6, 7)} == {ALLOW}


@pytest.mark.parametrize("machine", MACHINES)
def test_filter_fits_into_the_kernel(machine: str) -> None:
    """The kernel takes 4,096 instructions of eight bytes."""
    assert len(compile_filter(machine)) <= 4096 * 8


def test_no_call_stands_in_two_lists() -> None:
    """One name, one answer."""
    lists = (
        policy.ALLOWED,
        policy.REFUSED,
        policy.WITHOUT_ATTRIBUTES,
        frozenset(call.name for call in policy.INSPECTED),
    )
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
