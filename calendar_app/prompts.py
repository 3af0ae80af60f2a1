"""What one may write about a pillar of each kind, and what such a post is usually for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Pillar, Post

Kind, Intent, Value, About = Pillar.Kind, Post.Intent, Post.Value, Post.About

# What a post of such a pillar is for, until somebody says otherwise.
ABOUT: Mapping[str, Mapping[str, Any]] = {
    Kind.EXPERTISE: {"intent": Intent.VALUE, "value": Value.EDUCATE, "about": About.AUDIENCE},
    Kind.PRODUCT: {"intent": Intent.COMMERCIAL, "value": Value.INFORM, "about": About.US},
    Kind.HUMAN: {"intent": Intent.VALUE, "value": Value.INSPIRE, "about": About.US},
    Kind.COMMUNITY: {
        "intent": Intent.CONVERSATION,
        "value": Value.ENTERTAIN,
        "about": About.COMMUNITY,
        "invites_reply": True,
    },
    Kind.NEWS: {"intent": Intent.SERVICE, "value": Value.INFORM, "about": About.AUDIENCE},
    Kind.SEASON: {"intent": Intent.VALUE, "value": Value.INSPIRE, "about": About.SECTOR},
}

# For pillars of one's own, and where a preset has no more.
GENERIC: Mapping[str, tuple[Any, ...]] = {
    Kind.EXPERTISE: (
        _("Answer the question that you hear most often"),
        _("Explain in three steps something you know how to do"),
        _("A common mistake, and how to avoid it"),
        _("A word of the trade, made clear"),
    ),
    Kind.PRODUCT: (
        _("One offer: for whom, at what price, until when"),
        _("Two of your offers side by side: which one for whom?"),
        _("What your offer does not do, and what to choose instead"),
    ),
    Kind.HUMAN: (
        _("Introduce someone of the team in three sentences"),
        _("Show a step of the work that nobody sees"),
        _("What you learnt this week"),
    ),
    Kind.COMMUNITY: (
        _("Ask your readers something that you want to know"),
        _("Let them choose between two things, and say what you will do with the answer"),
        _("Thank someone by name, with their consent"),
        _("Show what a reader made or said, with their consent"),
    ),
    Kind.NEWS: (
        _("What changes this week, and for whom"),
        _("A date not to miss, with place and hour"),
        _("A practical notice: hours, access, delays"),
    ),
    Kind.SEASON: (
        _("What this time of year changes for your readers"),
        _("A memory of last year at this season"),
        _("Prepare with them what comes next month"),
    ),
}
