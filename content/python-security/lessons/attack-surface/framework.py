"""Flask behind one proxy: which host and which address does it use?"""

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)

# The names by which users reach the program, and the number of proxies in front of it.
app.config["TRUSTED_HOSTS"] = ["photos.example"]
app.wsgi_app = ProxyFix(
    app.wsgi_app, x_for=1, x_proto=0, x_host=0, x_port=0, x_prefix=0
)


@app.get("/")
def index():
    return f"{request.host} {request.remote_addr}"


if __name__ == "__main__":
    for headers in (
        {"Host": "photos.example", "X-Forwarded-For": "203.0.113.9"},
        {"Host": "photos.example", "X-Forwarded-For": "127.0.0.1, 203.0.113.9"},
        {"Host": "evil.example", "X-Forwarded-For": "203.0.113.9"},
    ):
        response = app.test_client().get("/", headers=headers)
        text = response.text if response.status_code == 200 else ""
        print(f"{headers['Host']:15}{headers['X-Forwarded-For']:24}{response.status_code} {text}".rstrip())
