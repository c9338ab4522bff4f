"""Every answer is followed by another one that nobody has asked for.

profiles: function native client http
"""


def around(honest, texts):
    said = honest()
    say(b'{"id": "0", "returned": true}')
    return said
