"""The fix: what we know is a parameter, and what the user sent has a type of its own."""

from mixed import LoanRequest

SESSION = {"member": "zoe"}
SENT = {"tool": "saw", "days": 3, "note": "", "member": "ada", "approved": True}


def lend(member: str, request: LoanRequest) -> str:
    return f"{member} borrows the {request.tool}"


if __name__ == "__main__":
    fields = {name: SENT[name] for name in ("tool", "days", "note")}
    print(lend(SESSION["member"], LoanRequest(**fields)))
