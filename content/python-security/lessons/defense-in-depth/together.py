"""The mistake: one dictionary for what we know and for what the user sent."""

SESSION = {"member": "zoe"}
SENT = {"tool": "saw", "days": 3, "note": "", "member": "ada", "approved": True}


def lend(member: str, tool: str, **more: object) -> str:
    return f"{member} borrows the {tool}"


if __name__ == "__main__":
    fields = SESSION | SENT
    print(lend(**fields))
