"""Allowlists for a link, for a column and for the Host header: with Pydantic, and with Flask."""

from typing import Annotated, Literal

from flask import Flask, request
from pydantic import AfterValidator, BaseModel, HttpUrl, ValidationError


SITES = {("https", "news.example", 443)}


def known(url):
    """Refuse each link that does not lead to one of our sites."""
    if (url.scheme, url.host, url.port) not in SITES:
        raise ValueError("this site is not on our list")
    return url


app = Flask(__name__)
app.config["TRUSTED_HOSTS"] = ["board.example"]


class Post(BaseModel):
    link: Annotated[HttpUrl, AfterValidator(known)]
    order: Literal["name", "price"] = "name"


@app.get("/")
def index():
    return request.host


def shown(**fields):
    """Return whether the model accepts these fields, or why it does not."""
    try:
        Post(**fields)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return "accepted"


if __name__ == "__main__":
    for link in (
        "https://news.example/today",
        "https://news.example.inside.example/",
        "http://127.0.0.1/",
        "URL:file:///x",
    ):
        print(f"{link:38}{shown(link=link)}")
    print(f"{'order=is_staff':38}{shown(link='https://news.example/', order='is_staff')}")
    for host in "board.example", "evil.example":
        response = app.test_client().get("/", headers={"Host": host})
        print(f"{'Host: ' + host:38}{response.status_code}")
