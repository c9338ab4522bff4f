"""What is left out of the repr is still in the object."""

from dataclasses import asdict

from till_after import Payment

if __name__ == "__main__":
    zoe = Payment("Zoë Grün", "4111 1111 1111 1111", "737")
    print("print: ", zoe)
    print("asdict:", asdict(zoe))
    print("vars:  ", vars(zoe))
