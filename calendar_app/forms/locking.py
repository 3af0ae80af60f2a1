"""What forms that change a post refuse when it is approved: each at the field that it is about."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models

from calendar_app import asking
from calendar_app.approval import NotYours, Unasked
from calendar_app.approval_words import locked, why_not
from calendar_app.models import Post
from smplanner.workspaces.models import Workspace


def offered_statuses(workspace: Workspace, *, approves: bool, held: str = "") -> list[tuple[str, str]]:
    """What may be chosen as a status, beside the one that is `held`: approved only where that is for this person."""
    is_free = approves and not asking.must_be_asked(workspace)
    return [one for one in Post.Status.choices if one[0] != Post.Status.APPROVED or is_free or one[0] == held]


def no_approval(workspace: Workspace, *, approves: bool) -> Any:
    """Why somebody may not choose “Approved”."""
    return why_not(Unasked(Post()) if approves and asking.must_be_asked(workspace) else NotYours("role"))


def refuse_locked(form: forms.ModelForm) -> None:
    """Add an error to each field by which a `form` that was cleaned would change what was approved.

    To be called by its clean, before it writes into its instance.
    """
    post = form.instance
    if post.pk is None or not asking.is_locked(post):
        return
    for name in asking.CONTENT & form.cleaned_data.keys():
        if not _same(getattr(post, name), form.cleaned_data[name]):
            form.add_error(name, forms.ValidationError(locked({name}), code="locked"))
    if form.cleaned_data.get("status", post.status) not in asking.STAYS_APPROVED:
        form.add_error("status", forms.ValidationError(locked({"status"}), code="locked"))


def _same(stored: Any, sent: Any) -> bool:
    if isinstance(stored, models.Model) or isinstance(sent, models.Model):
        return getattr(stored, "pk", None) == getattr(sent, "pk", None)
    if isinstance(stored, str) and isinstance(sent, str):
        return stored.replace("\r\n", "\n").strip() == sent.replace("\r\n", "\n").strip()
    return bool(stored == sent)


def show_locked(fields: Iterable[str], form: forms.ModelForm) -> None:
    """Let what was approved be read and copied, and not typed into, as far as a browser can do that."""
    for name in fields:
        widget = form.fields[name].widget
        if isinstance(widget, forms.TextInput | forms.Textarea | forms.DateInput | forms.NumberInput | forms.URLInput):
            widget.attrs["readonly"] = True
