"""Addresses of certificates."""

from typing import Final

from django.urls import path

from quintain.certificates import views

OWN: Final = "certificate/"
CLASS: Final = "classes/<uuid:class_id>/certificates/"

urlpatterns = [
    path(OWN, views.own_certificate, name="certificate"),
    path(f"{OWN}issue", views.issue, name="issue-certificate"),
    path(f"{OWN}<uuid:certificate>/certificate.pdf", views.pdf, name="certificate-pdf"),
    path(f"{OWN}<uuid:certificate>/credential.jwt", views.credential, name="certificate-credential"),
    path(f"{OWN}<uuid:certificate>/take-back", views.take_back, name="take-back-certificate"),
    path(CLASS, views.class_certificates, name="class-certificates"),
    path(f"{CLASS}requirement", views.set_requirement, name="set-certificate-requirement"),
    path(f"{CLASS}<uuid:certificate>/revoke", views.revoke, name="revoke-certificate"),
    path("c/<slug:code>", views.public_page, name="public-certificate"),
    path("certificates/status-list", views.status_list, name="certificate-status-list"),
    path(".well-known/jwks.json", views.key_set, name="certificate-keys"),
]
