"""Start a Flask application as many tutorials do."""


def serve() -> None:
    from flask import Flask

    app = Flask(__name__)
    app.run(host="0.0.0.0", debug=True)


if __name__ == "__main__":
    print("not started here")
