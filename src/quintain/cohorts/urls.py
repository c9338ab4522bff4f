"""Addresses of classes."""

from django.urls import path

from quintain.cohorts import views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/done/", views.joined, name="joined"),
    path("classes/", views.classes, name="classes"),
    path("classes/new/", views.new_class, name="new-class"),
    path("classes/<uuid:class_id>/", views.one_class, name="class"),
    path("classes/<uuid:class_id>/class.ics", views.calendar, name="calendar"),
    path("classes/<uuid:class_id>/calendar/", views.calendar_address, name="calendar-address"),
    path("calendars/<slug:secret>.ics", views.calendar_feed, name="calendar-feed"),
    path("classes/<uuid:class_id>/audit/", views.audit_log, name="class-audit-log"),
    path("classes/<uuid:class_id>/more/", views.more, name="class-more"),
    path("classes/<uuid:class_id>/change", views.change, name="change-class"),
    path("classes/<uuid:class_id>/modules", views.modules, name="open-modules"),
    path("classes/<uuid:class_id>/instructors", views.instructors, name="instructors"),
    path("classes/<uuid:class_id>/roster", views.roster, name="roster"),
    path("classes/<uuid:class_id>/seats/<uuid:person>", views.seat, name="seat"),
    path("classes/<uuid:class_id>/students/<uuid:person>/remove", views.remove, name="remove-student"),
    path("classes/<uuid:class_id>/passcodes/<uuid:person>", views.passcode, name="passcode"),
    path("classes/<uuid:class_id>/factors/<uuid:person>", views.reset_factors, name="reset-factors"),
]
