"""The hardened configuration of a Flask program, and what an attacker sees of it."""

from flask import Flask, url_for

app = Flask(__name__)
app.config.update(
    TRUSTED_HOSTS=["shop.example"],
    SESSION_COOKIE_SECURE=True,
    SESSION_COOKIE_SAMESITE="Lax",
)


@app.after_request
def harden(response):
    response.headers["Strict-Transport-Security"] = "max-age=3600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    return response


@app.get("/reset")
def reset():
    return url_for("reset", _external=True)


if __name__ == "__main__":
    for host in ("shop.example", "evil.example"):
        response = app.test_client().get("/reset", base_url=f"https://{host}")
        print(host, response.status_code, response.text if response.status_code == 200 else "refused")
        print("  headers:", *[name for name in response.headers.keys() if name.startswith(("Strict", "X-"))])
