"""One dictionary for what we know and for what somebody says."""

from dataclasses import dataclass

from shed import TOOLS

SESSION = {"member": "zoe"}
SENT = {"tool": "saw", "days": 3, "note": "", "member": "ada", "approved": True}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants, once it has been looked at."""

    tool: str
    days: int
    note: str

    def __post_init__(self) -> None:
        if not (self.tool in TOOLS and type(self.days) is int and 1 <= self.days <= 14 and len(self.note) <= 200):
            raise ValueError("wish")


def theirs_last() -> dict:
    return SESSION | SENT


def ours_last() -> dict:
    return SENT | SESSION


def apart() -> tuple[str, Wish]:
    said = {name: SENT[name] for name in ("tool", "days", "note")}
    return SESSION["member"], Wish(**said)


if __name__ == "__main__":
    print(theirs_last())
    print(ours_last())
    print(apart())
