"""Addresses of arenas."""

from django.urls import path

from quintain.arena import views

urlpatterns = [
    path("classes/<uuid:class_id>/arena/", views.class_arena, name="class-arena"),
    path("classes/<uuid:class_id>/arena/parts", views.class_arena_parts, name="class-arena-parts"),
    path("classes/<uuid:class_id>/arena/set", views.set_arena, name="set-arena"),
    path("classes/<uuid:class_id>/arena/projector/", views.projector, name="arena-projector"),
    path("classes/<uuid:class_id>/arena/projector/parts", views.projector_parts, name="arena-projector-parts"),
    path("classes/<uuid:class_id>/arena/<uuid:arena>/", views.earlier_arena, name="earlier-arena"),
    path("classes/<uuid:class_id>/arena/<uuid:arena>/parts", views.earlier_arena_parts, name="earlier-arena-parts"),
    path("arena/<uuid:class_id>/", views.arena, name="arena"),
    path("arena/<uuid:class_id>/parts", views.arena_parts, name="arena-parts"),
    path("arena/<uuid:class_id>/enter", views.enter, name="enter-arena"),
    path("arena/<uuid:class_id>/name", views.rename, name="rename-in-arena"),
    path("arena/<uuid:class_id>/entries/<uuid:entry>/take-back", views.take_back, name="take-back-entry"),
]
