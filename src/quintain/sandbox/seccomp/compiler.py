"""Turns the policy into classic BPF for one architecture, in pure Python. See seccomp(2) for the machine."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from errno import ENOSYS, ENOTSUP, EPERM

from quintain.sandbox.seccomp import policy
from quintain.sandbox.seccomp.numbers import AARCH64, X86_64

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
OFFSET_NUMBER, OFFSET_ARCHITECTURE, OFFSET_ARGUMENTS = 0, 4, 16
KILL_PROCESS, ALLOW, ERRNO, NOTIFY = 0x8000_0000, 0x7FFF_0000, 0x0005_0000, 0x7FC0_0000
X32_BIT = 0x4000_0000
LONGEST_FILTER = 4096


@dataclass(frozen=True, slots=True)
class Architecture:
    """What the kernel calls a machine, and its table of system calls."""

    audit: int
    numbers: dict[str, int]
    has_x32: bool


ARCHITECTURES = {
    "x86_64": Architecture(0xC000_003E, X86_64, has_x32=True),
    "aarch64": Architecture(0xC000_00B7, AARCH64, has_x32=False),
}


def instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One sock_filter: code, two relative jumps, and an operand."""
    return struct.pack("=HBBI", code, if_true, if_false, value)


def answer(errno: int | None) -> bytes:
    """Return to the kernel: allow, or make the call fail with an errno."""
    return instruction(RETURN, ALLOW if errno is None else ERRNO | errno)


def inspect(call: policy.Inspected) -> bytes:
    """Write the body for a call whose arguments decide.

    It reads the low half of an argument; both machines are little-endian.
    """
    body = b""
    for case in call.cases:
        jump = JUMP_EQUAL if case.test is policy.Test.EQUALS else JUMP_ANY_BIT
        body += instruction(LOAD, OFFSET_ARGUMENTS + 8 * case.argument)
        for value in case.values:
            body += instruction(jump, value, 0, 1) + answer(case.answer)
    return body + answer(call.otherwise)


def compile_filter(machine: str) -> bytes:
    """Build the filter for a machine as ``platform.machine()`` names it.

    Raises:
        KeyError: no table for this machine.
    """
    architecture = ARCHITECTURES[machine]
    bodies = [(call.name, inspect(call)) for call in policy.INSPECTED]
    bodies += [(name, answer(None)) for name in sorted(policy.ALLOWED)]
    bodies += [(name, answer(EPERM)) for name in sorted(policy.REFUSED)]
    bodies += [(name, answer(ENOTSUP)) for name in sorted(policy.WITHOUT_ATTRIBUTES)]
    # int 0x80 and x32 reach the same kernel under other numbers: a filter that forgets them is no filter.
    program = instruction(LOAD, OFFSET_ARCHITECTURE)
    program += instruction(JUMP_EQUAL, architecture.audit, 1, 0) + instruction(RETURN, KILL_PROCESS)
    program += instruction(LOAD, OFFSET_NUMBER)
    if architecture.has_x32:
        program += instruction(JUMP_AT_LEAST, X32_BIT, 0, 1) + instruction(RETURN, KILL_PROCESS)
    for name, body in bodies:
        if name in architecture.numbers:  # older calls (open, fork) are missing on newer machines
            program += instruction(JUMP_EQUAL, architecture.numbers[name], 0, len(body) // 8) + body
    program += answer(ENOSYS)
    assert len(program) // 8 <= LONGEST_FILTER  # noqa: S101 (a fact about the tables above, not about input)
    return program


def compile_log_filter(machine: str, names: Iterable[str]) -> bytes:
    """Build a filter that notifies its listener of some calls, and lets all others pass to the filter of the policy.

    Raises:
        KeyError: no table for this machine.
    """
    architecture = ARCHITECTURES[machine]
    program = instruction(LOAD, OFFSET_ARCHITECTURE)
    # Calls through other tables are not told: the filter of the policy kills who makes one.
    program += instruction(JUMP_EQUAL, architecture.audit, 1, 0) + instruction(RETURN, ALLOW)
    program += instruction(LOAD, OFFSET_NUMBER)
    for name in names:
        if name in architecture.numbers:
            program += instruction(JUMP_EQUAL, architecture.numbers[name], 0, 1) + instruction(RETURN, NOTIFY)
    return program + instruction(RETURN, ALLOW)
