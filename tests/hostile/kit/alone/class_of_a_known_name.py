"""Values and exceptions of classes that only bear the right names.

profiles: function native client
verdicts: broken
"""

Text = type("str", (object,), {"__module__": "builtins", "__eq__": lambda self, other: True, "__hash__": lambda self: 0})
Refusal = type("ValueError", (BaseException,), {"__module__": "builtins", "__eq__": lambda self, other: True})


def answer(*args, **options):
    if len(args) > 1:
        raise Refusal(Text())
    return Text()


def __getattr__(name):
    return answer
