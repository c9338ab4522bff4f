"""A letter before the restart and ida's result after it have the same nonce, and so the same keystream."""

from base64 import urlsafe_b64decode

from target import call

known = "Dear mika, the laboratory has got your question and will call you."
call("laboratory:send_letter", "mika", known)
own = urlsafe_b64decode(call("laboratory:read_relay")[-1])

call("laboratory:start")
call("laboratory:send_result", "ida")
other = urlsafe_b64decode(call("laboratory:read_relay")[-1])

print(bytes(one ^ two ^ letter for one, two, letter in zip(own[12:], other[12:], known.encode())))
