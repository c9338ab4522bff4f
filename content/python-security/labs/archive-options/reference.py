"""Out of the inbox with -C, then the ledger by its name."""

from target import read, run

run("pack.py", "pack", "parcel.tar", "-C..", "ledger.txt")
print(read("parcel.tar"))
