"""The catalogue of indicators that every installation starts with: from what flatters to what counts."""

from django.db import models

# slug, name in French, unit in French, name in English, unit in English
POPULARITY = [
    ("likes", "J’aime", "j’aime", "Likes", "likes"),
    ("followers", "Abonnés", "abonnés", "Followers", "followers"),
    ("impressions", "Affichages", "affichages", "Impressions", "impressions"),
    ("reach", "Personnes touchées", "personnes", "Reach", "people"),
    ("views", "Vues de vidéos", "vues", "Video views", "views"),
]
ENGAGEMENT = [
    ("clicks", "Clics vers le site", "clics", "Clicks to the site", "clicks"),
    ("saves", "Enregistrements", "enregistrements", "Saves", "saves"),
    ("shares", "Partages", "partages", "Shares", "shares"),
    ("comments", "Commentaires", "commentaires", "Comments", "comments"),
    ("replies", "Réponses reçues", "réponses", "Replies received", "replies"),
    ("ugc", "Publications de nos lecteurs", "publications", "Posts by our readers", "posts"),
]
BUSINESS = [
    ("enquiries", "Demandes de renseignements", "demandes", "Enquiries", "enquiries"),
    ("bookings", "Réservations", "réservations", "Bookings", "bookings"),
    ("tickets", "Billets vendus", "billets", "Tickets sold", "tickets"),
    ("orders", "Commandes", "commandes", "Orders", "orders"),
    ("vouchers", "Bons remis en boutique", "bons", "Vouchers handed in", "vouchers"),
    ("resolved-requests", "Demandes résolues", "demandes", "Requests resolved", "requests"),
    ("first-answer-time", "Délai de première réponse", "heures", "Time to first answer", "hours"),
    ("review-score", "Note moyenne des avis", "sur 5", "Average review score", "out of 5"),
    ("applications", "Candidatures", "candidatures", "Applications", "applications"),
    ("donations", "Dons", "dons", "Donations", "donations"),
]
FAMILIES = {"popularity": POPULARITY, "engagement": ENGAGEMENT, "business": BUSINESS}


def load(kpi_model: type[models.Model]) -> None:
    """Write the catalogue's rows. Rows that staff added or changed stay; loading twice changes nothing.

    The model is passed in because a migration has its own, historical one.
    """
    for family, rows in FAMILIES.items():
        for slug, name_fr, unit_fr, name_en, unit_en in rows:
            words = {"name_fr": name_fr, "unit_fr": unit_fr, "name_en": name_en, "unit_en": unit_en}
            kpi_model.objects.get_or_create(slug=slug, defaults={"family": family, **words})
