"""Greet a customer by name in Flask and in Django: the template is constant, and the name is a value."""

from django.template import Context, Engine
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.get("/greeting")
def greeting() -> str:
    return render_template_string("Hello {{ name }}!", name=request.args["name"])


GREETING = Engine().from_string("Hello {{ name }}!")


def greeting_in_django(name: str) -> str:
    return GREETING.render(Context({"name": name}))


if __name__ == "__main__":
    client = app.test_client()
    for name in ("Zoe", "{{ config.SECRET_KEY }}", "<b>"):
        answer = client.get("/greeting", query_string={"name": name}).text
        print(f"{answer:36}{greeting_in_django(name)}")
