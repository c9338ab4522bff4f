"""The same endpoint in FastAPI. (FastAPI is imported only when it is needed.)"""

import hashlib
import hmac
import json

KEY = b"a key from the secret store"


def make_app():
    from fastapi import FastAPI, HTTPException, Request

    app = FastAPI()

    @app.post("/paid")
    async def paid(request: Request):
        body = await request.body()
        tag = request.headers.get("X-Tag", "").encode()
        if not hmac.compare_digest(tag, hmac.new(KEY, body, hashlib.sha256).hexdigest().encode()):
            raise HTTPException(403)
        return {"order": json.loads(body)["order"]}

    return app
