"""One dictionary for trusted and untrusted values, or two places."""

from dataclasses import dataclass

from shed import TOOLS

SESSION = {"member": "zoe"}
SENT = {"tool": "saw", "days": 3, "note": "", "member": "ada", "approved": True}


@dataclass(frozen=True, slots=True)
class LoanRequest:
    """What a user asks for, after validation."""

    tool: str
    days: int
    note: str

    def __post_init__(self) -> None:
        if not (self.tool in TOOLS and type(self.days) is int and 1 <= self.days <= 14 and len(self.note) <= 200):
            raise ValueError("not a valid request")


def user_last() -> dict:
    return SESSION | SENT


def session_last() -> dict:
    return SENT | SESSION


def separate() -> tuple[str, LoanRequest]:
    sent = {name: SENT[name] for name in ("tool", "days", "note")}
    return SESSION["member"], LoanRequest(**sent)


if __name__ == "__main__":
    print(user_last())
    print(session_last())
    print(separate())
