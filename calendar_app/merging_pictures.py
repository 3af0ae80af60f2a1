"""The pictures of a post that two wrote at once: each field of each picture from whoever changed it. See merging."""

from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from smplanner.workspaces import seen
from smplanner.workspaces.field_words import in_words

FIELDS = ("kind", "label", "alt_text", "is_decorative", "has_captions", "no_speech")


def marks(rows: Iterable[forms.ModelForm]) -> dict[str, str]:
    """A mark for each field of each stored picture that a formset shows."""
    return {
        f"{row.instance.pk}.{name}": seen.mark(row.fields[name], row.get_initial_for_field(row.fields[name], name))
        for row in rows
        if row.instance.pk
        for name in FIELDS
    }


def merge(data: QueryDict, before: Mapping[str, str], sent: forms.BaseFormSet, stored: forms.BaseFormSet) -> list[str]:
    """Put the rows of pictures of both sides into `data`: `sent` are those of the form, `stored` those there are now.

    `before` are the marks of what the form's writer read. Returns, in sentences, what becomes of which picture. One
    that was removed, and had been changed here, comes back as a new one, whose file is to be chosen again.
    """
    said: list[str] = []
    mine = _Rows(sent)
    known = []
    for row in stored.initial_forms:
        number = str(row.instance.pk)
        typed = mine.known.pop(number, None)
        if typed is None and f"{number}.label" not in before:
            said.append(_("They added “%(name)s”.") % {"name": row.instance.label})
        known.append(_one_picture(row, typed, before, said))
    new = mine.new
    for number, typed in mine.known.items():
        label = typed.get("label", "")
        if "DELETE" in typed:
            continue
        if _is_as_before(sent, number, typed, before):
            said.append(_("They removed “%(name)s”.") % {"name": label})
            continue
        said.append(
            _("They removed “%(name)s”, which you had changed: it stands here as a new one. Choose its file again.")
            % {"name": label}
        )
        new.append({**typed, "id": ""})
    _put(data, known, new, keep_places=not said)
    return said


class _Rows:
    """The rows of pictures that a form sent: those it knew by number, and new ones."""

    def __init__(self, sent: forms.BaseFormSet) -> None:
        self.known: dict[str, dict[str, str]] = {}
        self.new: list[dict[str, str]] = []
        for n in range(sent.total_form_count()):
            prefix = sent.add_prefix(n) + "-"
            row = {key.removeprefix(prefix): sent.data[key] for key in sent.data if key.startswith(prefix)}
            if n < sent.initial_form_count() and row.get("id"):
                self.known[row["id"]] = row
            else:
                self.new.append(row)


def _one_picture(
    stored: forms.ModelForm, typed: Mapping[str, str] | None, before: Mapping[str, str], said: list[str]
) -> dict[str, str]:
    """The row that puts together what was typed of a picture and what is stored of it."""
    held = {name: values[0] for name in FIELDS if (values := seen.as_sent(stored[name]))}
    held["id"] = str(stored.instance.pk)
    if typed is None:
        return held
    row = {name: value for name, value in typed.items() if name not in FIELDS} | {"id": held["id"]}
    for name in FIELDS:
        one, was = stored.fields[name], before.get(f"{held['id']}.{name}")
        now = seen.mark(one, stored.get_initial_for_field(one, name))
        my = seen.mark(one, one.widget.value_from_datadict(typed, {}, name))
        value = held.get(name) if my in (was, now) else typed.get(name)
        if my not in (was, now) and was != now:
            words = in_words(one, stored.get_initial_for_field(one, name)) or "–"
            said.append(
                _("“%(name)s”, %(field)s: yours stands below. Theirs: %(theirs)s")
                % {"name": stored.instance.label, "field": one.label, "theirs": words}
            )
        if value is not None:
            row[name] = value
    now_all = marks([stored])
    if "DELETE" in row and before.keys() >= now_all.keys() and any(before[key] != one for key, one in now_all.items()):
        said.append(_("You remove “%(name)s”, which they changed.") % {"name": stored.instance.label})
    return row


def _is_as_before(sent: forms.BaseFormSet, number: str, typed: Mapping[str, str], before: Mapping[str, str]) -> bool:
    """Whether nothing was changed of a picture that is gone meanwhile; not when nothing is known of it."""
    fields = sent.empty_form.fields
    return all(
        before.get(f"{number}.{name}")
        == seen.mark(fields[name], fields[name].widget.value_from_datadict(typed, {}, name))
        for name in FIELDS
    )


def _put(data: QueryDict, known: list[dict[str, str]], new: list[dict[str, str]], *, keep_places: bool) -> None:
    for key in [key for key in data if key.startswith("media-")]:
        del data[key]
    data.update({"media-TOTAL_FORMS": str(len(known) + len(new)), "media-INITIAL_FORMS": str(len(known))})
    for n, row in enumerate(known + new):
        fields = {name: value for name, value in row.items() if keep_places or name != "place"}
        data.update({f"media-{n}-{name}": value for name, value in fields.items()})
