"""Addresses of the API: the manual for people, its schema, and the operations."""

from django.urls import include, path

from . import manual
from .site import addresses

urlpatterns = [
    path("", manual.manual, name="api"),
    path("v1/openapi.json", manual.schema, name="api-schema"),
    path("v1/", include((addresses(), "api-v1"))),
]
