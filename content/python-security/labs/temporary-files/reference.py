"""Other users may read the draft until its mode is changed. They open it in time and read it later."""

from target import call

call("machine:watch")
call("payroll:export", "2026-10")
print(call("machine:seen"))
