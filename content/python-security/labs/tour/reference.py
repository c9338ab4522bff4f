"""Every text begins with the empty one."""

from target import call

print(call("lockers:open_locker", "7", ""))
