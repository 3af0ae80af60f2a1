"""Countries and regions that a workspace can be in, as far as public holidays differ there."""

from django.utils.translation import gettext_lazy as _

# ISO 3166-1. Where French is spoken first, then neighbours; the site administration accepts any other code.
COUNTRIES = [
    ("FR", _("France")),
    ("BE", _("Belgium")),
    ("CH", _("Switzerland")),
    ("LU", _("Luxembourg")),
    ("MC", _("Monaco")),
    ("CA", _("Canada")),
    ("HT", _("Haiti")),
    ("SN", _("Senegal")),
    ("CI", _("Ivory Coast")),
    ("CM", _("Cameroon")),
    ("MG", _("Madagascar")),
    ("MA", _("Morocco")),
    ("DZ", _("Algeria")),
    ("TN", _("Tunisia")),
    ("DE", _("Germany")),
    ("ES", _("Spain")),
    ("IE", _("Ireland")),
    ("IT", _("Italy")),
    ("NL", _("Netherlands")),
    ("PT", _("Portugal")),
    ("GB", _("United Kingdom")),
    ("US", _("United States")),
]

# Parts of France whose public holidays differ; the codes are those of the `holidays` library.
REGIONS = [
    ("", _("Whole country")),
    (
        _("France"),
        [
            ("57", "Moselle"),
            ("6AE", "Alsace"),
            ("GP", "Guadeloupe"),
            ("GY", "Guyane"),
            ("RE", "La Réunion"),
            ("MQ", "Martinique"),
            ("YT", "Mayotte"),
            ("NC", "Nouvelle-Calédonie"),
            ("PF", "Polynésie française"),
            ("BL", "Saint-Barthélemy"),
            ("MF", "Saint-Martin"),
            ("PM", "Saint-Pierre-et-Miquelon"),
            ("WF", "Wallis-et-Futuna"),
        ],
    ),
]
FRENCH_REGIONS = frozenset(code for code, _name in REGIONS[1][1])
