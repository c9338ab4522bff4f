"""A number of pieces that is the whole ledger; int() complains, and repeats it."""

from target import call

try:
    call("measures:pieces", "open('ledger.txt').read()")
except Exception as error:
    print(error)
