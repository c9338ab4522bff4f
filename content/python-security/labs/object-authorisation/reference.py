"""Your own order has the number 1001. Ask for the next one."""

from target import http

answer = http.get("/orders/1002", headers={"X-API-Key": "north-key-1618"})
print(answer.text)
