"""Names of time zones, as the IANA database spells them."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> tuple[str, ...]:
    """Zones named after a place, in alphabetical order, and UTC."""
    areas = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return (*sorted(name for name in available_timezones() if name.startswith(areas)), "UTC")


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is one of `zone_names()`."""
    if name not in zone_names():
        raise ValidationError(_("“%(zone)s” is not a known time zone."), code="zone", params={"zone": name})
