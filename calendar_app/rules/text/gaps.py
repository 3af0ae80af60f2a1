"""Places that a text's writer meant to fill in and forgot."""

import re

_NAMES = (
    "à compléter|à définir|à préciser|à remplir|à vérifier|prénom|nom|client|cliente|date|heure|lieu|adresse|ville|"
    "prix|montant|lien|url|titre|texte|nom du produit|nom de l['’]entreprise|"
    "name|first name|last name|client name|company|company name|place|venue|time|link|price|amount|title|text|"
    "tbc|tbd|todo"
)
_GAP = re.compile(
    rf"\[\s?(?:{_NAMES})\s?\]|<\s?(?:{_NAMES})\s?>|\(\s?(?:à compléter|à définir|tbc|tbd|todo)\s?\)"
    r"|\[\s?(?:insérer|insère|ajouter|mettre|votre|insert|add|your) [^\[\]\n]{1,60}\]"
    r"|\{\{?\s?[^\W\d][\w .-]{0,40}\s?\}\}?|\*\|\w{1,40}\|\*|%(?:prenom|prénom|nom|firstname|name)%"
    r"|\blorem ipsum\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\bTODO\b|\bX{2,} ?(?:€|£|%|h\b)|\bXX/XX|\bX{4,}\b|\bFIXME\b")
_MAY_HOLD = ("[", "{", "<", "(", "*|", "%p", "%P", "%n", "%N", "%f", "%F", "orem", "OREM")
_MAY_MARK = ("TODO", "XX", "FIXME")


def gap(text: str) -> str:
    """The first place left to fill in, as it is written; empty when there is none."""
    found = None
    if any(one in text for one in _MAY_HOLD):
        found = _GAP.search(text)
    if found is None and any(one in text for one in _MAY_MARK):
        found = _MARK.search(text)
    return found.group() if found else ""
