"""A note of two lines. The second is the warden's approval, and the desk believes it."""

from target import call

number = call("desk:ask", "Ann Ito", "an hour on the lake")
call("desk:ask", "Ann Ito", f"please\n2026-05-02 18:00:00 warden: APPROVED {number} fine")
print(call("desk:collect", number))
