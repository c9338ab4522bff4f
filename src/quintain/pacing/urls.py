"""Addresses of a class's pace."""

from django.urls import path

from quintain.pacing import slides, views

urlpatterns = [
    path("classes/<uuid:class_id>/pace/", views.pace, name="pace"),
    path("classes/<uuid:class_id>/pace/parts", views.parts, name="pace-parts"),
    path("classes/<uuid:class_id>/pace/set", views.set_pace, name="set-pace"),
    path("classes/<uuid:class_id>/pace/place", views.place, name="pace-place"),
    path("classes/<uuid:class_id>/pace/slides/<slug:topic>/", slides.polls_of_slides, name="slide-polls"),
    path("classes/<uuid:class_id>/polls/ask", views.ask, name="ask-poll"),
    path("classes/<uuid:class_id>/polls/vote", views.vote, name="vote"),
    path("classes/<uuid:class_id>/hints/send", views.send_hint, name="send-hint"),
    path("classes/<uuid:class_id>/hints/<int:hint>/put-away", views.put_hint_away, name="put-hint-away"),
    path("classes/<uuid:class_id>/fixes/ask", views.ask_to_show, name="ask-to-show"),
    path("classes/<uuid:class_id>/fixes/<uuid:fix>/", views.shown_fix, name="shown-fix"),
    path("classes/<uuid:class_id>/fixes/<uuid:fix>/answer", views.answer_about_fix, name="answer-about-fix"),
    path("classes/<uuid:class_id>/my-day/<int:day>/", views.my_day, name="my-day"),
]
