"""Addresses of the labs."""

from django.urls import path

from quintain.attempts.pages import api, comments, jobs, solutions, views

FILE = {"enter_text": api.enter_file}
EXPLOIT = {"enter_text": api.enter_exploit}

urlpatterns = [
    path("check/", views.check, name="check"),
    path("judge/", jobs.judge_jobs, name="judge-jobs"),
    path("labs/<slug:slug>/", views.lab, name="lab"),
    path("labs/<slug:slug>/pull-request/", views.pull_request, name="pull-request"),
    path("labs/<slug:slug>/find/", views.find, name="find"),
    path("labs/<slug:slug>/break/", views.break_, name="break"),
    path("labs/<slug:slug>/break/skip", views.skip_break, name="skip-break"),
    path("labs/<slug:slug>/break/reset", views.reset_exploit, name="reset-exploit"),
    path("labs/<slug:slug>/fix/", views.fix, name="fix"),
    path("labs/<slug:slug>/debrief/", views.debrief, name="debrief"),
    path("labs/<slug:slug>/attempts/<int:number>/", views.attempt, name="attempt"),
    path("labs/<slug:slug>/attempts/<int:number>/restore", views.restore_attempt, name="restore-attempt"),
    path("attempts/<uuid:submission_id>/comments", comments.write_comment, name="write-comment"),
    path("comments/<int:comment_id>/delete", comments.delete_comment, name="delete-comment"),
    path("labs/<slug:slug>/copies/<uuid:copy_id>/restore", views.restore_copy, name="restore-copy"),
    path("labs/<slug:slug>/solution/", views.solution, name="solution"),
    path("classes/<uuid:class_id>/solutions", solutions.let_see, name="let-see-solutions"),
    path("labs/<slug:slug>/hints", views.hints, name="hints"),
    path("labs/<slug:slug>/reset", views.reset, name="reset"),
    path("labs/<slug:slug>/files", api.save, FILE, name="files"),
    path("labs/<slug:slug>/files/kept", api.deliver, FILE, name="kept-file"),
    path("labs/<slug:slug>/files/settled", api.settle, FILE, name="settled-file"),
    path("labs/<slug:slug>/marks", api.marks, name="marks"),
    path("labs/<slug:slug>/exploit", api.save, EXPLOIT, name="exploit"),
    path("labs/<slug:slug>/exploit/kept", api.deliver, EXPLOIT, name="kept-exploit"),
    path("labs/<slug:slug>/exploit/settled", api.settle, EXPLOIT, name="settled-exploit"),
    path("labs/<slug:slug>/runs", api.runs, name="runs"),
    path("labs/<slug:slug>/runs/<uuid:run_id>", api.run, name="run"),
    path("labs/<slug:slug>/runs/<uuid:run_id>/stop", api.stop_run, name="stop-run"),
    path("labs/<slug:slug>/submissions", api.submissions, name="submissions"),
    path("labs/<slug:slug>/submissions/<uuid:submission_id>", api.submission, name="submission"),
    path("labs/<slug:slug>/submissions/<uuid:submission_id>/original", api.original, name="original"),
]
