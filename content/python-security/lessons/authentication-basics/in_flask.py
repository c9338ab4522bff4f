"""Flask asks at every endpoint, unless it is in a list; a test asks each endpoint without signing in."""

from flask import Flask, abort, request, session, url_for

PUBLIC = {"login"}


def create() -> Flask:
    app = Flask(__name__, static_folder=None)

    @app.before_request
    def needs_a_user() -> None:
        if request.endpoint not in PUBLIC and "user" not in session:
            abort(401)

    @app.get("/login")
    def login() -> str:
        return "name and password, please"

    @app.route("/invoices/<int:number>", methods=["GET", "DELETE"])
    def invoice(number: int) -> str:
        return f"invoice {number}"

    @app.get("/export.csv")
    def export() -> str:
        return "all customers, as a file"

    return app


def open_endpoints(app: Flask) -> set[str]:
    """Ask each endpoint with each of its methods, without signing in, and return those that do not refuse."""
    found = set()
    for rule in app.url_map.iter_rules():
        with app.test_request_context():
            url = url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 7))
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if app.test_client().open(url, method=method).status_code != 401:
                found.add(f"{method} {url}")
    return found


if __name__ == "__main__":
    print("open:", open_endpoints(create()))
    PUBLIC.update({"invoice", "export"})
    print("without the check:", sorted(open_endpoints(create())))
