"""Turns what bubblewrap says when a machine refuses it into one sentence and a way out."""

from dataclasses import dataclass
from pathlib import Path

from quintain.sandbox.errors import SandboxUnavailable

APPARMOR_SWITCH = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
DEBIAN_SWITCH = Path("/proc/sys/kernel/unprivileged_userns_clone")
NAMESPACE_COUNT = Path("/proc/sys/user/max_user_namespaces")
APPARMOR_REMEDY = (
    "Allow the system's own bubblewrap, and nothing else: 'sudo apt install bubblewrap apparmor-profiles', then "
    "'sudo install -m 0644 /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/' and "
    "'sudo apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict'. From Ubuntu 25.04 on, the first of the three is "
    "enough. Or allow all programs, until the next start of the machine: "
    "'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0'. docs/reference/sandbox.md says how to keep it."
)
CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))


@dataclass(frozen=True, slots=True)
class Machine:
    """What the kernel says about user namespaces."""

    apparmor_restricts: bool
    switched_off: bool
    in_container: bool


def look() -> Machine:
    """Read the kernel's switches."""
    return Machine(
        apparmor_restricts=text_of(APPARMOR_SWITCH) == "1",
        switched_off=text_of(DEBIAN_SWITCH) == "0" or text_of(NAMESPACE_COUNT) == "0",
        in_container=any(mark.exists() for mark in CONTAINER_MARKS),
    )


def text_of(path: Path) -> str:
    """Read a switch's setting, or nothing where the kernel has no such switch."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def explain(complaint: str | None, machine: Machine | None = None) -> SandboxUnavailable:
    """Choose the reason that fits best.

    Args:
        complaint: what bubblewrap wrote, or None if there is no bubblewrap.
        machine: the kernel's switches; read now if left out.
    """
    machine = machine or look()
    if complaint is None:
        return SandboxUnavailable(
            "There is no bubblewrap on this machine, and without it no student code can be run safely.",
            "Install the package bubblewrap, or install Quintain again so that it brings its own.",
        )
    if machine.apparmor_restricts:
        return SandboxUnavailable(
            "AppArmor forbids this bubblewrap to make user namespaces "
            "(kernel.apparmor_restrict_unprivileged_userns is 1, as on Ubuntu 24.04 and later).",
            APPARMOR_REMEDY,
        )
    if machine.switched_off:
        return SandboxUnavailable(
            "This kernel has user namespaces switched off.",
            "Switch them on with 'sudo sysctl user.max_user_namespaces=15000' "
            "(on older Debian also 'kernel.unprivileged_userns_clone=1').",
        )
    if machine.in_container:
        return SandboxUnavailable(
            f"This container may not make namespaces ({complaint}).",
            "Start it with '--security-opt seccomp=unconfined --security-opt unmask=ALL' (Podman), "
            "with '--security-opt seccomp=unconfined --security-opt systempaths=unconfined' (Docker), "
            "or do without a container.",
        )
    return SandboxUnavailable(
        f"bubblewrap cannot make a sandbox here: {complaint.rstrip('.')}.",
        "See whether 'unshare --user --map-root-user true' works for this user: a chroot refuses it, and so do some "
        "hosts by a rule of their own, which their owner can lift.",
    )
