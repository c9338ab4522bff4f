"""Right texts, but of a class whose comparison is the suspect's.

profiles: function native client
"""


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def around(honest, texts):
    return change(honest(), Text)
