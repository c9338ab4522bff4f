"""Addresses of the labs."""

from django.urls import path

from quintain.attempts import doors, views

urlpatterns = [
    path("labs/<slug:lab>/", views.lab, name="lab"),
    path("labs/<slug:lab>/find/", views.find, name="find"),
    path("labs/<slug:lab>/break/", views.break_, name="break"),
    path("labs/<slug:lab>/break/skip", views.skip_break, name="skip-break"),
    path("labs/<slug:lab>/fix/", views.fix, name="fix"),
    path("labs/<slug:lab>/debrief/", views.debrief, name="debrief"),
    path("labs/<slug:lab>/attempts/<int:number>/", views.attempt, name="attempt"),
    path("labs/<slug:lab>/attempts/<int:number>/restore", views.restore_attempt, name="restore-attempt"),
    path("labs/<slug:lab>/copies/<uuid:copy>/restore", views.restore_copy, name="restore-copy"),
    path("labs/<slug:lab>/hints", views.hints, name="hints"),
    path("labs/<slug:lab>/reset", views.reset, name="reset"),
    path("labs/<slug:lab>/files", doors.files, name="files"),
    path("labs/<slug:lab>/files/kept", doors.kept_file, name="kept-file"),
    path("labs/<slug:lab>/files/settled", doors.settled_file, name="settled-file"),
    path("labs/<slug:lab>/marks", doors.marks, name="marks"),
    path("labs/<slug:lab>/exploit", doors.exploit, name="exploit"),
    path("labs/<slug:lab>/exploit/kept", doors.kept_exploit, name="kept-exploit"),
    path("labs/<slug:lab>/exploit/settled", doors.settled_exploit, name="settled-exploit"),
    path("labs/<slug:lab>/runs", doors.runs, name="runs"),
    path("labs/<slug:lab>/runs/<uuid:run>", doors.run, name="run"),
    path("labs/<slug:lab>/submissions", doors.submissions, name="submissions"),
    path("labs/<slug:lab>/submissions/<uuid:submission>", doors.submission, name="submission"),
    path("labs/<slug:lab>/submissions/<uuid:submission>/shipped", doors.shipped, name="shipped"),
]
