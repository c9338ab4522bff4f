"""Doubled quotes close one hole and leave two others."""

from library import db, loans, sign_in


def escape(text: str) -> str:
    return text.replace("'", "''")


def register(name: str, pin: str) -> None:
    db.execute("INSERT INTO members VALUES (?, ?)", (name, pin))


def change_pin(member: str, pin: str) -> None:
    """Change the pin of a member; the name comes from our own database, so it needs no care."""
    db.execute(f"UPDATE members SET pin = '{escape(pin)}' WHERE name = '{member}'")


if __name__ == "__main__":
    print("text   ", sign_in(escape("x"), escape("' OR '1' = '1")))
    print("number ", loans(escape("0 UNION ALL SELECT pin FROM members")))

    register("zoe' --", "1111")
    (stored,) = db.execute("SELECT name FROM members WHERE pin = '1111'").fetchone()
    change_pin(stored, "6666")
    print("stored ", db.execute("SELECT name, pin FROM members").fetchall())
