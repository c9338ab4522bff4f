"""Addresses of learning platforms."""

from typing import Final

from django.urls import path

from quintain.lti.views import launches, operating, teaching

CLASS: Final = "classes/<uuid:class_id>/platform/"

urlpatterns = [
    path("lti/login/", launches.login, name="lti-login"),
    path("lti/launch/", launches.receive, name="lti-launch"),
    path("lti/launch/<uuid:launch>/", launches.open_, name="lti-open"),
    path("lti/arrival/", launches.arrival, name="lti-arrival"),
    path("lti/keys/", launches.keys, name="lti-keys"),
    path("lti/selections/<uuid:launch>/", launches.select, name="lti-select"),
    path("lti/chosen/", launches.bring_back, name="lti-chosen"),
    path("lti/roster/", teaching.import_roster, name="lti-roster"),
    path("lti/platforms/", operating.platforms, name="lti-platforms"),
    path("lti/platforms/keys/rotate", operating.rotate, name="lti-rotate-key"),
    path("lti/platforms/<uuid:platform>/", operating.platform, name="lti-platform"),
    path("lti/platforms/<uuid:platform>/deployments", operating.deployments, name="lti-deployments"),
    path("lti/platforms/<uuid:platform>/courses", operating.courses, name="lti-courses"),
    path("lti/platforms/<uuid:platform>/remove/", operating.remove, name="lti-remove-platform"),
    path(CLASS, teaching.class_courses, name="class-platform"),
]
