"""The catalogue of platforms that every installation starts with."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models

PLATFORMS = Path(__file__).with_name("fixtures") / "platforms.json"


def platforms() -> Iterator[dict[str, Any]]:
    """The platforms with their columns as the file has them, and `cohorts`: the ages there, by the columns' names."""
    catalogue = json.loads(PLATFORMS.read_text(encoding="utf-8"))
    for row in catalogue["platforms"]:
        facts = {name: value for name, value in row.items() if name not in {"succeeds", "audiences"}}
        yield {**facts, "cohorts": list(_cohorts(row["audiences"], catalogue["sources"]))}


def load(platform_model: type[models.Model], audience_model: type[models.Model]) -> None:
    """Write the catalogue's rows. Rows that staff added stay; loading twice changes nothing.

    The models are passed in because a migration has its own, historical ones.
    """
    catalogue = json.loads(PLATFORMS.read_text(encoding="utf-8"))
    stored = {}
    for row in catalogue["platforms"]:
        facts = {name: value for name, value in row.items() if name not in {"slug", "succeeds", "audiences"}}
        stored[row["slug"]], _ = platform_model.objects.update_or_create(slug=row["slug"], defaults=facts)
    for row in catalogue["platforms"]:
        platform = stored[row["slug"]]
        if row["succeeds"]:
            platform_model.objects.filter(pk=platform.pk).update(succeeds=stored[row["succeeds"]])
        for cohort in _cohorts(row["audiences"], catalogue["sources"]):
            key = {name: cohort.pop(name) for name in ("country", "age_min")}
            audience_model.objects.update_or_create(platform=platform, **key, defaults=cohort)


def _cohorts(audiences: dict[str, list[list[Any]]], sources: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """One dict a cohort, from `[from age, to age, share in %]` and, when a survey measured it, the survey's key.

    A figure without a survey lies between two that were measured: an estimate.
    """
    for country, rows in audiences.items():
        for age_min, age_max, share, *survey in rows:
            source, year = sources[survey[0]] if survey else ("", None)
            yield {
                "country": country,
                "age_min": age_min,
                "age_max": age_max,
                "share": share,
                "kind": "cited" if survey else "estimated",
                "source": source,
                "year": year,
            }
