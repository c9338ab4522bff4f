"""Addresses of arenas."""

from typing import Final

from django.urls import path

from quintain.arena import views

CLASS: Final = "classes/<uuid:class_id>/arena/"
STUDENT: Final = "arena/<uuid:class_id>/"
TABLE: Final = {"template": "arena/classarena.html"}
TABLE_PARTS: Final = {"template": "arena/tableparts.html"}
BOARD: Final = {"template": "arena/projector.html"}
BOARD_PARTS: Final = {"template": "arena/projectorparts.html"}

urlpatterns = [
    path(CLASS, views.class_arena, TABLE, name="class-arena"),
    path(f"{CLASS}parts", views.class_arena, TABLE_PARTS, name="class-arena-parts"),
    path(f"{CLASS}set", views.set_arena, name="set-arena"),
    path(f"{CLASS}projector/", views.projector, BOARD, name="arena-projector"),
    path(f"{CLASS}projector/parts", views.projector, BOARD_PARTS, name="arena-projector-parts"),
    path(f"{CLASS}<uuid:arena>/", views.class_arena, TABLE, name="earlier-arena"),
    path(f"{CLASS}<uuid:arena>/parts", views.class_arena, TABLE_PARTS, name="earlier-arena-parts"),
    path(STUDENT, views.students_arena, {"template": "arena/arena.html"}, name="arena"),
    path(f"{STUDENT}parts", views.students_arena, {"template": "arena/arenaparts.html"}, name="arena-parts"),
    path(f"{STUDENT}enter", views.enter, name="enter-arena"),
    path(f"{STUDENT}name", views.rename, name="rename-in-arena"),
    path(f"{STUDENT}entries/<uuid:entry>/take-back", views.take_back, name="take-back-entry"),
]
