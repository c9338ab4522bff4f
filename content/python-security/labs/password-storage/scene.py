"""An attacker has stolen members.json after the last upgrade, and has a list of passwords that people choose."""

from helpers import old_table, person

WORDS = "sunshine football princess dragon monkey shadow superman butterfly chocolate welcome"
ENDS = ("1", "12", "123", "2012", "!", "1!", "007", "99")


def scene(box, canary, rng):
    passwords = [f"{word}{end}" for word in WORDS.split() for end in ENDS]
    rng.shuffle(passwords)
    long = [" ".join(rng.choices(WORDS.split(), k=5)) for _ in range(3)]
    members = {f"{person(rng)} {number}": password for number, password in enumerate([*long, passwords[40]])}
    old_table(box, members)
    box.call("accounts:upgrade")

    def members_file():
        """Return the stolen file."""
        return box.read("members.json").decode()

    def common_passwords():
        """Return the list: eighty passwords, and one of the members has one of them."""
        return passwords

    def open_cabinet(name, password):
        """Try to open the cabinet at the desk."""
        return box.call("desk:open_cabinet", name, password)

    return {"members_file": members_file, "common_passwords": common_passwords, "open_cabinet": open_cabinet}
