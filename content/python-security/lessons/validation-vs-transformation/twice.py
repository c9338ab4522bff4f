"""A message that is encoded twice, and a check after all four changes."""

from counter import ATTACKS, is_command, plain

if __name__ == "__main__":
    text = plain("%252Frefund 500")
    print(repr(text), is_command(text))
    print(repr(plain(text)), is_command(plain(text)))
