"""A wording that asks the practice for more than its telephone number."""

from target import http

answer = http.get("/preview", params={"number": "31", "text": "{{ practice.cabinet }}"})
print(answer.text)
