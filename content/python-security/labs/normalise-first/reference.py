"""The keeper's name with one full-width letter: free for the check, and the keeper's for the store."""

from target import call

keeper = next(name for name in call("members:names") if name.endswith("-weiss"))
call("members:register", keeper.replace("w", "\uff57"), "mine")
print(call("members:read", keeper, "mine", "safe"))
