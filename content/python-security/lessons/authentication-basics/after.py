"""The same endpoints. The server asks, unless a view says that it is public."""

import django
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    LOGIN_URL="/login",
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ],
)
django.setup()

from django.contrib.auth.decorators import login_not_required  # noqa: E402


@login_not_required
def login(request):
    return HttpResponse("name and password, please")


def orders(request):
    return HttpResponse("your orders")


def invoice(request, number):
    return HttpResponse(f"invoice {number}")


def export(request):
    return HttpResponse("all customers, as a file")


urlpatterns = [
    path("login", login),
    path("orders", orders),
    path("invoices/<int:number>", invoice),
    path("export.csv", export),
]


def main():
    """Ask every endpoint, without signing in."""
    for each in urlpatterns:
        address = "/" + str(each.pattern).replace("<int:number>", "7")
        answer = Client().get(address)
        said = answer.content.decode() or f"go to {answer['Location']}"
        print(f"{address:12} {answer.status_code}  {said}")


if __name__ == "__main__":
    main()
