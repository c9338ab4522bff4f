"""A template that asks the salon for its chain, and the chain for the key of its gateway."""

from target import http

answer = http.post(
    "/preview",
    headers={"X-API-Key": "park-key-3141"},
    json={"number": 101, "template": "{salon.chain.gateway.key}"},
)
print(answer.text)
