"""A clinic encrypts notes with the recipe Fernet."""

from cryptography.fernet import Fernet, InvalidToken

KEY = Fernet.generate_key()  # once; then keep it in a file


def encrypt(note):
    return Fernet(KEY).encrypt(note)


def decrypt(stored):
    return Fernet(KEY).decrypt(stored)


def change(stored):
    """An attacker flips some bits of the first block, in the database."""
    flip = [a ^ b for a, b in zip(b"penicillin: no  ", b"penicillin: yes ", strict=True)]
    return bytes(a ^ b for a, b in zip(stored, flip)) + stored[16:]


def main():
    note = b"patient: Ada    penicillin: no  next visit 3 May"
    print("equal notes are equal in the database:", encrypt(note) == encrypt(note))
    try:
        print("after the change:", decrypt(change(encrypt(note)))[16:].decode())
    except InvalidToken as error:
        print("after the change:", repr(error))


if __name__ == "__main__":
    main()
