"""Order eleven gaskets, article 4. The same characters are one piece of article 41, the pump."""

from target import call, order

slip = order("3141592", "Kim", "4", 11)
print(call("terminal:collect", {**slip, "article": "41", "pieces": "1"}))
