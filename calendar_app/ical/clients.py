"""Recognising the program that reads a subscription, so that its owner can tell which one it is."""

from .lines import in_one_line

# What its User-Agent holds -> what people call it. The first match counts: the narrower names come first.
_KNOWN = (
    ("Google-Calendar-Importer", "Google Calendar"),
    ("Thunderbird", "Thunderbird"),
    ("Microsoft.Exchange", "Outlook"),
    ("Outlook", "Outlook"),
    ("ICSx5", "ICSx⁵"),
    ("Nextcloud", "Nextcloud"),
    ("ProtonCalendar", "Proton Calendar"),
    ("Fastmail", "Fastmail"),
    ("Evolution", "Evolution"),
    ("vdirsyncer", "vdirsyncer"),
    ("dataaccessd", "iPhone, iPad"),
    ("CalendarAgent", "Apple Calendar"),
    ("macOS", "Apple Calendar"),
    ("iOS", "iPhone, iPad"),
)


def client_name(user_agent: str) -> str:
    """A short name for the program that sent this User-Agent; the header itself, cut, when it is not known."""
    known = (name for sign, name in _KNOWN if sign.lower() in user_agent.lower())
    return next(known, in_one_line(user_agent)[:120])
