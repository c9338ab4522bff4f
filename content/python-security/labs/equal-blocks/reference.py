"""The encrypted note says "manager". As a role, it is as good as any other encrypted text."""

from target import call

me = call("practice:join", "Kim Berger")
call("practice:save", me["code"], "stiff neck", "manager")
(mine,) = [row for row in call("practice:rows") if row["number"] == me["number"]]
call("practice:put", me["number"], "role", mine["note"])
print(call("practice:safe", me["code"]))
