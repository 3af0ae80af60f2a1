"""Configuration of the parts that the site itself brings."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """The Django admin on our own site class."""

    default_site = "smplanner.admin.AdminSite"
