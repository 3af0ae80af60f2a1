"""Addresses below /w/<workspace>/personas/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.persona_list, name="personas"),
    path("new/", views.persona_new, name="persona-new"),
    path("<int:persona_id>/", views.persona_detail, name="persona"),
    path("<int:persona_id>/edit/", views.persona_edit, name="persona-edit"),
    path("<int:persona_id>/review/", views.persona_review, name="persona-review"),
    path("<int:persona_id>/archive/", views.persona_archive, name="persona-archive"),
    path("<int:persona_id>/duplicate/", views.persona_duplicate, name="persona-duplicate"),
]
