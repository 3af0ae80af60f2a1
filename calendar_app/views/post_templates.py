"""Templates of posts: what kinds of posts that come again begin with."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import making, workflow
from calendar_app.forms.making import PostTemplateForm
from calendar_app.models import Post, PostTemplate
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

from .parts import edit_part, form_methods, remove_part
from .posts import offer_to_throw_away


@workspace("plan.read")
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    request.section = "calendar"
    templates = PostTemplate.objects.select_related("channel__platform", "persona", "pillar")
    return render(request, "post_templates/list.html", {"templates": templates})


def _page(heading: str) -> dict[str, str]:
    lead = _("Whatever is filled in here, a new post made from it has from the start. Nothing else depends on it.")
    return {"heading": heading, "lead": lead, "back_to": "post-templates", "template": "post_templates/form.html"}


@workspace("post.write")
@form_methods
def template_new(request: HttpRequest) -> HttpResponse:
    """A new template; the address may fill it in beforehand."""
    return edit_part(request, PostTemplateForm, PostTemplate(), **_page(_("A new post template")))


@workspace("post.write")
@form_methods
def template_edit(request: HttpRequest, post_template_id: int) -> HttpResponse:
    template = get_object_or_404(PostTemplate.objects, pk=post_template_id)
    return edit_part(request, PostTemplateForm, template, **_page(template.name), remove="post-template-delete")


@workspace("post.write")
@form_methods
def template_delete(request: HttpRequest, post_template_id: int) -> HttpResponse:
    template = get_object_or_404(PostTemplate.objects, pk=post_template_id)
    return remove_part(request, template, _("Posts that were made from it stay as they are."), "post-templates")


@workspace("post.write")
@require_POST
def template_use(request: HttpRequest, post_template_id: int) -> HttpResponse:
    """A new idea that begins as the template does, opened to be written."""
    template = get_object_or_404(PostTemplate.objects, pk=post_template_id)
    post = making.from_template(template, Post(workspace=request.workspace))
    post.title = post.title or template.name
    workflow.create(post, request.user, timezone.now())
    messages.success(
        request, _("“%(title)s” is in the reserve. Give it its words and its day.") % {"title": post.title}
    )
    offer_to_throw_away(request, post, _("Throw it away"))
    return redirect("post", request.workspace.slug, post.pk)


@workspace("post.write")
@require_POST
def post_keep(request: HttpRequest, post_id: int) -> HttpResponse:
    """Keep what a post has as a template, and open that to be named."""
    post = get_object_or_404(Post.objects, pk=post_id)
    template = making.template_of(post)
    template.name = _free_name(template.name)
    template.workspace = request.workspace
    template.save()
    audit.record(request.workspace, request.user, "created", template)
    said = _("The template “%(name)s” is kept. Take out what is not the same each time.")
    messages.success(request, said % {"name": template})
    return redirect("post-template", request.workspace.slug, template.pk)


def _free_name(name: str) -> str:
    """`name`, with a number where a template is called so already."""
    taken = set(PostTemplate.objects.values_list("name", flat=True))
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[:75]} {number}"
    return free
