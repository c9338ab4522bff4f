"""Doubled quotes stop one attack of three."""

from library import db, loans, sign_in


def escape(value: str) -> str:
    return value.replace("'", "''")


def register(name: str, pin: str) -> None:
    db.execute("INSERT INTO members VALUES (?, ?)", (name, pin))


def change_pin(member: str, pin: str) -> None:
    """Set a new PIN for a member whose name was read from the database."""
    db.execute(f"UPDATE members SET pin = '{escape(pin)}' WHERE name = '{member}'")


if __name__ == "__main__":
    print("string ", sign_in(escape("x"), escape("' OR '1' = '1")))
    print("number ", loans(escape("0 UNION ALL SELECT pin FROM members")))

    register("zoe' --", "1111")
    (stored,) = db.execute("SELECT name FROM members WHERE pin = '1111'").fetchone()
    change_pin(stored, "6666")
    print("stored ", db.execute("SELECT name, pin FROM members").fetchall())
