"""What the API takes and shows of a row, read off the form in which people write it.

Types are held by pydantic, strictly: a number is no text. What else a field must be, its form says, in the reader's
language and as on the page; the schema tells it beforehand.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    create_model,
)

from calendar_app.models import Kpi
from personas.forms import LONGEST_NEED, MOST_NEEDS, LinesField
from personas.models import Platform

LARGEST_ID = 2**63 - 1
ID = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
# Rows of the site's catalogues, which are the same everywhere, go by their short names.
BY_SLUG = (Platform, Kpi)
STRICT = ConfigDict(strict=True, extra="forbid")

Schema = dict[str, Any]


def _written_as(pattern: str) -> BeforeValidator:
    """Refuse what is not written like this: pydantic would also read a number of seconds as a day."""
    shape = re.compile(pattern)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not shape.fullmatch(value):
            raise ValueError(value)
        return value

    return BeforeValidator(check)


# What stands in the schema of every filter by status.
ANY_OF_THESE = _("With one of these; may be given several times.")
# What a query may say of days and moments.
Day = Annotated[date, _written_as(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]


def _in_utc(moment: datetime) -> datetime:
    """The same instant: PostgreSQL takes no offset of sixteen hours or more. Raises ValueError beyond all years."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("no such year") from None


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc), _written_as(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].+")]


@dataclass(frozen=True, slots=True)
class Part:
    """One field: the Python type that JSON must give, and its schema."""

    type: Any
    schema: Schema

    def annotation(self, mode: str = "") -> Any:
        """For a pydantic model; `mode` is "read" for what only the API writes."""
        extra = {"readOnly": True} if mode == "read" else {}
        return Annotated[self.type, WithJsonSchema({**self.schema, **extra})]


def nullable(part: Part) -> Part:
    """`part`, or null. The type of a schema with an enumeration stays with it."""
    schema = dict(part.schema)
    schema["type"] = [schema["type"], "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return Part(part.type | None, schema)


def _texts(formfield: forms.CharField) -> Part:
    schema: Schema = {"type": "string"}
    if formfield.max_length:
        schema["maxLength"] = formfield.max_length
    if formfield.required:
        schema |= {"minLength": 1, "pattern": r"\S"}
    return Part(str, schema)


def _choices(formfield: forms.ChoiceField) -> Part:
    values = [value for value, _label in formfield.choices]
    if any(isinstance(value, int) for value in values):
        return nullable(Part(int, {"type": "integer", "enum": [value for value in values if value not in ("", None)]}))
    return Part(str, {"type": "string", "enum": values})


def _rows(formfield: forms.ModelChoiceField) -> Part:
    one = Part(str, {"type": "string", "maxLength": 50}) if _goes_by_slug(formfield) else Part(int, dict(ID))
    if isinstance(formfield, forms.ModelMultipleChoiceField):
        return Part(list[one.type], {"type": "array", "items": one.schema, "maxItems": 200})
    return one if formfield.required else nullable(one)


def _whole_numbers(formfield: forms.IntegerField) -> Part:
    limits = {"minimum": formfield.min_value, "maximum": formfield.max_value}
    schema = {"type": "integer", **{name: value for name, value in limits.items() if value is not None}}
    return nullable(Part(int, schema))


def _decimals(formfield: forms.DecimalField) -> Part:
    whole = formfield.max_digits - formfield.decimal_places
    pattern = rf"^-?[0-9]{{1,{whole}}}(\.[0-9]{{1,{formfield.decimal_places}}})?$"
    return nullable(Part(str, {"type": "string", "pattern": pattern}))


def _lines(formfield: LinesField) -> Part:
    item = {"type": "string", "maxLength": LONGEST_NEED, "pattern": r"^[^\r\n]*$"}
    return Part(list[str], {"type": "array", "items": item, "maxItems": MOST_NEEDS})


# The first kind of form field that fits says how; the narrower kinds stand before the wider ones.
KINDS: tuple[tuple[type[forms.Field], Callable[[Any], Part]], ...] = (
    (LinesField, _lines),
    (forms.ModelChoiceField, _rows),
    (forms.ChoiceField, _choices),
    (forms.BooleanField, lambda _field: Part(bool, {"type": "boolean"})),
    (forms.DecimalField, _decimals),
    (forms.IntegerField, _whole_numbers),
    (forms.DateField, lambda _field: nullable(Part(str, {"type": "string", "format": "date"}))),
    (forms.TimeField, lambda _field: nullable(Part(str, {"type": "string", "pattern": CLOCK}))),
    (forms.CharField, _texts),
)


def part_of(formfield: forms.Field) -> Part:
    """How JSON holds what `formfield` asks for. Raises LookupError for a kind that nobody has thought of."""
    for kind, made in KINDS:
        if isinstance(formfield, kind):
            part = made(formfield)
            return Part(part.type, part.schema | _described(formfield))
    raise LookupError(f"no JSON for {type(formfield).__name__}")


def _described(formfield: forms.Field) -> Schema:
    return {"description": sentences(formfield.label or "", formfield.help_text or "")}


def _sentences(*words: Any) -> str:
    said = (str(word) for word in words)
    return " ".join(word[:1].upper() + word[1:] + ("" if word[-1:] in ".?!…" else ".") for word in said if word)


# Labels and help as sentences, in the language of whoever reads the schema.
sentences = lazy(_sentences, str)


def _nothing() -> None:
    """What stands for a field that was not sent; it is never read."""


@dataclass(frozen=True)
class Shape:
    """One kind of row: its name, its form, and what only the API knows how to take or only shows.

    `more` may be written as well, though no field of the form stands for it alone; `shown` is told and never taken;
    `fixed` may only be given when the row is made, and `beside` only with a change, of which it says something.
    """

    name: str
    form: type[forms.ModelForm]
    more: Mapping[str, Part] = field(default_factory=dict)
    shown: Mapping[str, Part] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    beside: Mapping[str, Part] = field(default_factory=dict)

    @property
    def fields(self) -> Iterable[str]:
        return self.form.Meta.fields

    def parts(self) -> dict[str, Part]:
        """Everything that may be written, in the order of the form."""
        base = self.form.base_fields
        return {name: part_of(base[name]) for name in self.fields} | dict(self.more)

    def new(self) -> type[BaseModel]:
        """What is sent to make one: what the form requires, and whatever else is known."""
        blank = self.form.Meta.model()
        fields: dict[str, Any] = {}
        for name, part in self.parts().items():
            required = name in self.fields and self.form.base_fields[name].required and _is_blank(blank, name)
            fields[name] = (part.annotation(), Field() if required else Field(default_factory=_nothing))
        return create_model(f"{self.name}New", __config__=STRICT, **fields)

    def change(self) -> type[BaseModel]:
        """What is sent to change one: only what changes."""
        fields = {
            name: (part.annotation(), Field(default_factory=_nothing))
            for name, part in (self.parts() | dict(self.beside)).items()
            if name not in self.fixed
        }
        return create_model(f"{self.name}Change", __config__=STRICT, **fields)

    def answer(self) -> type[BaseModel]:
        """What is told of one."""
        fields: dict[str, Any] = {"id": (Part(int, {**ID, "description": "Its number."}).annotation("read"), ...)}
        fields |= {name: (part.annotation(), ...) for name, part in self.parts().items()}
        fields |= {name: (part.annotation("read"), ...) for name, part in self.shown.items()}
        return create_model(self.name, __config__=STRICT, **fields)

    def told(self, row: models.Model) -> dict[str, Any]:
        """The fields of the form, as JSON holds them."""
        return {name: _held(row, name) for name in self.fields}

    def typed(self, row: models.Model, sent: BaseModel) -> QueryDict:
        """`row` with what was `sent`, as a browser would send the form."""
        values = self.told(row) | {name: getattr(sent, name) for name in sent.model_fields_set if name in self.fields}
        data = QueryDict(mutable=True)
        for name, value in values.items():
            formfield = self.form.base_fields[name]
            if isinstance(formfield, LinesField):
                value = "\n".join(value)  # noqa: PLW2901 - the same field, as text
            elif (
                isinstance(formfield, forms.ModelChoiceField)
                and value
                and issubclass(formfield.queryset.model, BY_SLUG)
            ):
                value = numbers(formfield.queryset.model).get(value, 0)  # noqa: PLW2901 - the same row, by its number
            if isinstance(value, list):
                data.setlist(name, [str(one) for one in value])
            elif value is not None and value is not False:
                data[name] = "on" if value is True else str(value)
        return data


def _goes_by_slug(formfield: forms.Field) -> bool:
    return isinstance(formfield, forms.ModelChoiceField) and issubclass(formfield.queryset.model, BY_SLUG)


def numbers(model: type[models.Model]) -> dict[str, int]:
    """The rows of a catalogue: short name → number."""
    return dict(model._default_manager.values_list("slug", "pk"))


def _is_blank(row: models.Model, name: str) -> bool:
    model_field = row._meta.get_field(name)
    return model_field.many_to_many or getattr(row, model_field.attname) in (None, "")


def _held(row: models.Model, name: str) -> Any:
    model_field = row._meta.get_field(name)
    if model_field.many_to_many:
        return sorted(one.pk for one in getattr(row, name).all()) if row.pk else []
    if model_field.is_relation and issubclass(model_field.related_model, BY_SLUG):
        return getattr(row, name).slug if getattr(row, model_field.attname) else None
    return plain(getattr(row, model_field.attname))


def plain(value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, UUID) else value
