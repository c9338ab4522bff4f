"""Open files and the size of one file. The program sees the error itself (EMFILE, EFBIG) and lives."""

from quintain.sandbox.limits import Rule
from quintain.sandbox.model import MEBIBYTE, Limits


def rlimits(limits: Limits) -> dict[str, int]:
    """Hold both in the kernel; nothing is left for the supervisor."""
    return {"RLIMIT_NOFILE": limits.open_files, "RLIMIT_FSIZE": limits.file_mebibytes * MEBIBYTE}


RULE = Rule(rlimits)
