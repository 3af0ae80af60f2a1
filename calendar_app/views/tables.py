"""Posts out as a table, and in from one: what a file would change is looked at before anything is written."""

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import checker, entries
from calendar_app.exchange import elsewhere, sheets, tables
from calendar_app.exchange.comparing import Comparison
from calendar_app.exchange.taking import CANCEL, LEAVE, TRASH, Taking, Wish
from calendar_app.facets import facets
from calendar_app.filters import State, parse, sift
from calendar_app.forms.reasons import WithReason
from calendar_app.forms.tables import ColumnsForm, ExportForm, TableForm, program_name
from calendar_app.founding import lock
from calendar_app.grid import Entry, period
from calendar_app.models import Post
from calendar_app.moments import FIRST_DAY, LAST_DAY
from calendar_app.plan.reading import of_rows, rows_of
from calendar_app.view_words import heading
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

from .saying import today_in
from .tables_kept import Kept, Shown, keep, keep_result, keep_shown, kept, result, shown, shown_of, take_shown
from .tables_progress import Steps, answered

EVERYTHING, FILTERED, PERIOD = "all", "filtered", "shown"
# Rows of the comparison on one page, and rows that are named beside a choice.
PAGE, NAMED = 100, 50
STATES = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("To be changed"),
    "stale": gettext_lazy("Changed here since"),
    "wrong": gettext_lazy("In error"),
    "gone": gettext_lazy("Not in the file"),
    "same": gettext_lazy("Unchanged"),
}
EXPLAINED = {
    "new": gettext_lazy("These rows become posts."),
    "changed": gettext_lazy("What stands in the plan now, and what the file makes of it."),
    "stale": gettext_lazy(
        "Somebody changed these posts after the table was written. They stay as they are, unless you choose otherwise "
        "below."
    ),
    "wrong": gettext_lazy("These rows are left out. Mend them in the file and choose it again, or go on without them."),
    "gone": gettext_lazy(
        "The plan has these posts, and the file has not. Nothing happens to them, unless you choose so."
    ),
    "same": gettext_lazy("These rows say what the plan says already."),
}


# --- Out -----------------------------------------------------------------------------------------------------------


@workspace("post.export")
@require_safe
def tables_home(request: HttpRequest) -> HttpResponse:
    """Take posts out, all of them or those that the calendar showed; and where to bring a table in."""
    request.section = "calendar"
    state = _state(request, request.GET)
    context = {
        "form": ExportForm(offered=_offered(request, state)),
        "filters": request.GET.urlencode(),
        "table_form": TableForm(),
    }
    return render(request, "tables/home.html", context)


@workspace("post.export")
@require_POST
def tables_export(request: HttpRequest) -> HttpResponse:
    """The posts as a file."""
    request.section = "calendar"
    filters = request.POST.get("filters", "").replace("\x00", "")[:4000]
    state = _state(request, QueryDict(filters))
    form = ExportForm(request.POST, offered=_offered(request, state))
    if not form.is_valid():
        context = {"form": form, "filters": filters, "table_form": TableForm()}
        return render(request, "tables/home.html", context, status=422)
    kind, what = tables.KINDS[form.cleaned_data["kind"]], form.cleaned_data["what"]
    with transaction.atomic():
        only = None if what == EVERYTHING else _chosen(request, state, what)
        content = tables.export(request.workspace, kind, only)
        audit.record(request.workspace, request.user, "exported", request.workspace)
    name = f"{request.workspace.slug}-{today_in(request).isoformat()}.{kind.ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind.mime, headers=disposition)


def _state(request: HttpRequest, params: QueryDict) -> State:
    known, _views = facets(request.user)
    request.known_facets = known
    return parse(params, today=today_in(request), view="month", known=known)[0]


def _offered(request: HttpRequest, state: State) -> list[tuple[str, str]]:
    """Which posts may be asked for: the filters and the period are those with which somebody came from the calendar."""
    offered = [(EVERYTHING, _("The whole plan"))]
    if state.is_filtered:
        offered.append((FILTERED, _("What the filters of the calendar let through, on any day")))
    shown_period = heading(state.view, *period(state.view, state.day, request.workspace.week_start))
    said = _("What the calendar shows now: %(period)s") % {"period": shown_period}
    return [*offered, (PERIOD, said)]


def _chosen(request: HttpRequest, state: State, what: str) -> list[int]:
    every = list(_entries(request))
    findings = None
    if state.chosen.get("findings"):
        judged = [entry.post for entry in every if entry.post]
        marks = checker.marks(request.workspace, FIRST_DAY, LAST_DAY, today_in(request), judged)
        findings = {number: str(mark.severity) for number, mark in marks.items()}
    found = sift(every, state, request.known_facets, findings).shown
    if what == PERIOD:
        first, last = period(state.view, state.day, request.workspace.week_start)
        found = [entry for entry in found if entry.day and first <= entry.day <= last]
    return [entry.id for entry in found]


def _entries(request: HttpRequest) -> Iterator[Entry]:
    """Every post as the filters look at it, those without a day too."""
    yield from entries.dated(request.workspace, FIRST_DAY, LAST_DAY)
    undated = rows_of(Post.objects.filter(publish_at=None), "version", "created_at")
    for post, (version, _at) in of_rows(undated, request.workspace.tz, 2):
        who = (post.id, post.title, post.channel, post.persona, post.pillar, post.status, version)
        yield Entry(*who, None, None, post.text, post, post.objective, post.owner, post.campaign)


# --- In ------------------------------------------------------------------------------------------------------------


@workspace("post.import")
@require_http_methods(["GET", "HEAD", "POST"])
def tables_import(request: HttpRequest) -> HttpResponseBase:
    """Choose a file. A table from here is compared at once; of any other, somebody looks at the columns first."""
    request.section = "calendar"
    form = TableForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return render(request, "tables/import.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        sheet = elsewhere.headed(sheets.read(form.cleaned_data["file"]))
    except sheets.Unreadable as unreadable:
        context = {"form": TableForm(), "faults": [str(unreadable)]}
        return render(request, "tables/import.html", context, status=422)
    if not sheet.rows:
        context = {"form": TableForm(), "faults": [_("The table has names of columns, and no rows.")]}
        return render(request, "tables/import.html", context, status=422)
    table = Kept(request.FILES["file"].name[:100], sheet, elsewhere.guess(sheet, get_language() or "fr"))
    keep(request, table)
    if table.mapped.program == elsewhere.OWN.slug:
        return answered(request, _compare(request, table))
    return answered(request, _nothing(reverse("tables-columns", args=[request.workspace.slug])))


@workspace("post.import")
@require_http_methods(["GET", "HEAD", "POST"])
def tables_columns(request: HttpRequest) -> HttpResponseBase:
    """What each column of the file says; as far as it could be told, that is filled in."""
    request.section = "calendar"
    table = kept(request)
    if table is None:
        return _gone_again(request)
    form = ColumnsForm(request.POST if request.method == "POST" else None, sheet=table.sheet, mapped=table.mapped)
    if form.is_valid():
        table = Kept(table.name, table.sheet, form.chosen())
        keep(request, table)
        return answered(request, _compare(request, table))
    context = {"form": form, "table": table, "program": program_name(table.mapped)}
    return render(request, "tables/columns.html", context, status=422 if form.is_bound else 200)


def _nothing(address: str) -> Steps:
    """Nothing to wait for."""
    yield from ()
    return address


def _compare(request: HttpRequest, table: Kept) -> Steps:
    comparison = Comparison(table.sheet, table.mapped, request.workspace, request.rights.post_approve)
    for done, total in comparison.steps():
        yield done, total, _("Rows compared")
    if comparison.done and comparison.names:
        keep_shown(request, shown_of(table, comparison.done, comparison.names))
    return reverse("tables-diff", args=[request.workspace.slug])


@workspace("post.import")
@require_safe
def tables_diff(request: HttpRequest) -> HttpResponse:
    """What the file would change, row by row. Nothing is written yet."""
    found = shown(request)
    return _diff_page(request, *found, WithReason()) if found else _gone_again(request)


def _diff_page(request: HttpRequest, table: Shown, digest: str, why: WithReason, status: int = 200) -> HttpResponse:
    request.section = "calendar"
    counts = table.counts()
    asked = request.GET.get("state", "")
    state = asked if asked in counts else next((name for name, number in counts.items() if number), "new")
    rows = [row for row in table.rows if row.state == state]
    page = min(_page(request), max(1, -(-len(rows) // PAGE)))
    context = {
        "table": table,
        "digest": digest,
        "tabs": [(name, STATES[name], number) for name, number in counts.items()],
        "state": state,
        "explained": EXPLAINED[state],
        "rows": rows[(page - 1) * PAGE : page * PAGE],
        "gone": table.gone[(page - 1) * PAGE : page * PAGE] if state == "gone" else [],
        "page": page,
        "pages": max(1, -(-(len(table.gone) if state == "gone" else len(rows)) // PAGE)),
        "stale": [row for row in table.rows if row.state == "stale"][:NAMED],
        "counts": counts,
        "writable": counts["new"] + counts["changed"],
        "why": why,
        "over": request.POST.getlist("over"),
        "over_all": "over_all" in request.POST,
        "gone_choice": request.POST.get("gone", LEAVE),
    }
    return render(request, "tables/diff.html", context, status=status)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


@workspace("post.import")
@require_POST
def tables_take(request: HttpRequest) -> HttpResponseBase:
    """Write what was looked at."""
    found = shown(request)
    if found is None or found[1] != request.POST.get("digest"):
        return _gone_again(request)
    why = WithReason(request.POST)
    if not why.is_valid():
        return _diff_page(request, *found, why, 422)
    return answered(request, _take(request, *found, why.cleaned_data["reason"]))


def _take(request: HttpRequest, seen: Shown, digest: str, reason: str) -> Steps:
    slug = request.workspace.slug
    with transaction.atomic():
        lock(request.workspace)
        table = take_shown(request, digest)
        if table is None:  # a second click: the first one has written it
            return reverse("tables-done", args=[slug])
        comparison = Comparison(table.sheet, table.mapped, request.workspace, request.rights.post_approve, lock=True)
        total = 1
        for done, total in comparison.steps():
            yield done, 2 * total, _("Rows compared")
        if comparison.done is None:
            raise RuntimeError("a comparison that was gone through has found something")
        wish = _wish(request, seen, reason)
        taking = Taking(request.workspace, request.user, timezone.now(), comparison.done, wish)
        for done, number in taking.steps():
            yield total + (total * done // number if number else total), 2 * total, _("Posts written")
        keep_result(request, table, taking)
    return reverse("tables-done", args=[slug])


def _wish(request: HttpRequest, seen: Shown, reason: str) -> Wish:
    gone = request.POST.get("gone", LEAVE)
    if gone not in {CANCEL, TRASH} or (gone == TRASH and not request.rights.post_delete):
        gone = LEAVE
    lines = request.POST.getlist("over")
    over = frozenset(int(line) for line in lines if line.isascii() and line.isdecimal() and len(line) < 8)
    return Wish(seen.seen(), over, bool(request.POST.get("over_all")), gone, reason)


@workspace("post.import")
@require_safe
def tables_done(request: HttpRequest) -> HttpResponse:
    """What was written of the file, and how it is taken back."""
    request.section = "calendar"
    found = result(request)
    if found is None:
        return _gone_again(request)
    return render(request, "tables/done.html", {"result": found})


def _gone_again(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("That file is no longer here: please choose it again."))
    return redirect("tables-import", request.workspace.slug)
