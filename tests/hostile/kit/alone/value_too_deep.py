"""Values nested a thousand times, holding themselves, or eight megabytes long.

profiles: function native client
verdicts: broken
"""

deep = []
for _ in range(1000):
    deep = [deep]
round_ = {}
round_["round"] = round_


def answer(*args, **options):
    return [deep, round_, "x" * 2**23][len(str(args)) % 3]


def __getattr__(name):
    return answer
