"""Up and into the vault."""

from target import call

print(call("notes:read", "../vault/key.txt"))
