"""Where a post stands in review, on its page: {% review_panel post %}. At most four queries."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone

from calendar_app import approval, asking
from calendar_app.forms.approval import ReopenForm, SubmitForm
from calendar_app.models import Post, Submission

register = template.Library()


@register.inclusion_tag("approval/_panel.html", takes_context=True)
def review_panel(context: Mapping[str, Any], post: Post) -> dict[str, Any]:
    """Nothing where nobody has to approve, or nothing is written yet."""
    request = context["request"]
    if post.pk is None or not asking.has_approval(request.workspace):
        return {"is_shown": False}
    state, now = approval.state_of(post), timezone.now()
    shown = {
        "is_shown": True,
        "request": request,
        "slug": request.workspace.slug,
        "post": post,
        "state": state,
        "may_write": request.rights.post_write,
        "is_writing": "open_form" in context,
        "is_late": bool(state.submission and state.submission.until and state.submission.until < now),
        "lapsed": state.last if state.last and state.last.outcome == Submission.Outcome.LAPSED else None,
    }
    if not request.rights.post_write:
        return shown
    if post.status in approval.BEFORE_REVIEW:
        shown["form"] = SubmitForm(None, post=post, now=now, approves=request.rights.post_approve)
    elif post.status == Post.Status.APPROVED:
        shown["form"] = ReopenForm(initial={"version": post.version}, auto_id="reopen-%s")
    elif post.status == Post.Status.IN_REVIEW:
        held = state.submission or asking.asked(post, None, now)
        who = approval.Who(request.user)
        shown["may_answer"] = not approval.may_answer(held, state.verdicts, who, request.membership)
    return shown
