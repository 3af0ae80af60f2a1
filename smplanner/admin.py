"""The Django admin, for the site's staff."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite as DjangoAdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled


class AdminSite(DjangoAdminSite):
    """The admin with our sign-in page, which sees every workspace's rows: its users run the site."""

    site_header = _("smplanner administration")
    site_title = _("smplanner administration")
    index_title = _("Catalogue, personas and people")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the site's own sign-in; there is no second door."""
        return secure_admin_login(super().login)(request, extra_context)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        inner = super().admin_view(view, cacheable)

        def across_workspaces(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            from smplanner.workspaces.factors import has_factor  # models, which are not there yet when this is imported

            is_staff = request.user.is_active and request.user.is_staff
            if is_staff and settings.STAFF_NEED_SECOND_FACTOR and not has_factor(request.user):
                return render(request, "workspaces/needs_factor.html", status=403)
            with scopes_disabled():
                response = inner(request, *args, **kwargs)
                if isinstance(response, TemplateResponse) and not response.is_rendered:
                    response.render()  # its querysets are lazy, and must be read before the scope returns
                return response

        return across_workspaces
