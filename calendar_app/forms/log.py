"""Which rows of the log somebody wants to see."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from calendar_app import log, log_words
from calendar_app.models import GuestLink
from smplanner.workspaces.models import AuditEvent, User, Workspace
from smplanner.workspaces.roles import Rights

from .posts import DayInput

_OF = re.compile(r"([a-z]{1,30})-(\d{1,18})", re.ASCII)
_ANY = ("", _("Everything"))


class LogForm(forms.Form):
    """Filters of the log. Nothing is required: what is left empty lets everything through."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("About"), required=False)
    act = forms.ChoiceField(label=_("What was done"), required=False)
    first = forms.DateField(label=_("From"), required=False, input_formats=["%Y-%m-%d"], widget=DayInput)
    last = forms.DateField(label=_("Until"), required=False, input_formats=["%Y-%m-%d"], widget=DayInput)
    of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, workspace: Workspace, rights: Rights, **options: Any) -> None:
        super().__init__(*args, **options)
        people = [
            (str(one.pk), str(one)) for one in User.objects.filter(memberships__workspace=workspace).order_by("email")
        ]
        others = [(log.GUESTS, _("Guests")), (log.NOBODY, _("Somebody without a name"))]
        used = Q(pk__in=AuditEvent.objects.exclude(link=None).values("link")) | Q(revoked_at=None)
        named = GuestLink.objects.filter(used).order_by("name", "pk").values_list("pk", "name")
        links = [(f"{log.LINK}{key}", now_("By the link “%(name)s”") % {"name": name}) for key, name in named]
        self.fields["who"].choices = [("", _("Everybody")), *people, *others, *links]
        hidden = () if rights.log_whole else log.KEPT_FROM_OTHERS
        kinds = [(kind, log_words.kind_name(kind)) for kind in log_words.KINDS if kind not in hidden]
        self.fields["kind"].choices = [_ANY, *sorted(kinds, key=lambda one: one[1].casefold())]
        self.fields["act"].choices = [_ANY, *((name, label) for name, (label, _verbs) in log.ACTS.items())]

    def clean_of(self) -> tuple[str, int] | None:
        given = self.cleaned_data["of"]
        if not given:
            return None
        found = _OF.fullmatch(given)
        if not found or found[1] not in log_words.KINDS:
            raise ValidationError(_("No such object."))
        return found[1], int(found[2])

    def wish(self) -> log.Wish:
        """What is asked for, as far as it is understood."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in ("who", "kind", "act")}
        rest = {name: self.cleaned_data.get(name) or None for name in ("of", "first", "last")}
        return log.Wish(**{name: value or "" for name, value in given.items()}, **rest)
