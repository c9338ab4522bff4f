"""The same in FastAPI, as a dependency. (FastAPI is imported only when it is needed.)"""

import jwt


def make_app(sign_in_key):
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

    def verified_claims(sent: HTTPAuthorizationCredentials = Depends(HTTPBearer())):
        required = {"require": ["exp", "aud", "iss", "sub"]}
        limits = {"algorithms": ["EdDSA"], "audience": "shop", "issuer": "https://sign-in.example"}
        try:
            return jwt.decode(sent.credentials, sign_in_key, options=required, **limits)
        except jwt.InvalidTokenError as error:
            raise HTTPException(401) from error

    app = FastAPI()

    @app.get("/me")
    def me(claims: dict = Depends(verified_claims)):
        return {"user": claims["sub"]}

    return app
