"""The addresses of all rooms, and who answers when none fits."""

from django.apps import apps
from django.urls import include, path

urlpatterns = [
    path("", include("quintain.web.urls")),
    path("", include("quintain.accounts.urls")),
    path("", include("quintain.cohorts.urls")),
    path("", include("quintain.catalog.urls")),
    path("", include("quintain.attempts.urls")),
    path("", include("quintain.quizzes.urls")),
    path("", include("quintain.exercises.urls")),
    path("", include("quintain.checklists.urls")),
    path("", include("quintain.preview.urls")),
    path("", include("quintain.downloads.urls")),
    path("", include("quintain.helpqueue.urls")),
    path("", include("quintain.coedit.urls")),
    path("", include("quintain.pacing.urls")),
    path("", include("quintain.arena.urls")),
    path("", include("quintain.certificates.urls")),
    path("", include("quintain.dashboards.urls")),
    path("", include("quintain.rejudging.urls")),
    path("", include("quintain.lti.urls")),
    path("", include("quintain.webhooks.urls")),
    path("", include("quintain.api.urls")),
    *([path("", include("quintain_design.urls"))] if apps.is_installed("quintain_design") else []),
]

handler400 = "quintain.web.errors.bad_request"
handler403 = "quintain.web.errors.forbidden"
handler404 = "quintain.web.errors.not_found"
handler500 = "quintain.web.errors.server_fault"
