"""The letter becomes a link to the ledger, just before one call after another."""

from target import letter, race

mine = letter()
ledger = "../../private/" + mine.partition("/")[2]
for call, code, out, err in race("print", mine, path=f"spool/{mine}", link=ledger):
    print(call, code, out, err)
