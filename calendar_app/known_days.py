"""The days that every installation knows at first: marronniers, and days of remembrance on which one does not sell.

Which of them matter is for each team to say; a calendar made of marronniers alone is a cliché. Days that are announced
year by year, such as neighbours’ day or the French Days, are for the site's staff to add.
"""

from django.db import models

# slug, when (see observances), country, region, name in French, name in English
MARRONNIERS = [
    ("epiphany", "01-06", "FR", "", "Épiphanie", "Epiphany"),
    ("galette-sunday", "sun 01-02", "FR", "", "Galette des rois", "Galette des rois"),
    ("winter-sales", "wed 01-06", "FR", "", "Début des soldes d’hiver", "Winter sales begin"),
    ("blue-monday", "1 mon 3", "", "", "Blue Monday", "Blue Monday"),
    ("candlemas", "02-02", "FR", "", "Chandeleur", "Candlemas"),
    ("safer-internet-day", "2 tue 2", "", "", "Safer Internet Day", "Safer Internet Day"),
    ("valentines-day", "02-14", "", "", "Saint-Valentin", "Valentine’s Day"),
    ("shrove-tuesday", "easter-47", "", "", "Mardi gras", "Shrove Tuesday"),
    ("womens-day", "03-08", "", "", "Journée des droits des femmes", "International Women’s Day"),
    ("spring", "03-20", "", "", "Printemps", "Spring begins"),
    ("francophonie-day", "03-20", "FR", "", "Journée de la francophonie", "Francophonie Day"),
    ("summer-time", "3 sun -1", "FR", "", "Heure d’été", "Summer time begins"),
    ("summer-time-gb", "3 sun -1", "GB", "", "Heure d’été", "Summer time begins"),
    ("april-fools", "04-01", "", "", "Poisson d’avril", "April Fools’ Day"),
    ("earth-day", "04-22", "", "", "Jour de la Terre", "Earth Day"),
    ("easter", "easter", "", "", "Pâques", "Easter Sunday"),
    ("lily-of-the-valley", "05-01", "FR", "", "Muguet", "Lily of the valley"),
    ("europe-day", "05-09", "", "", "Journée de l’Europe", "Europe Day"),
    ("accessibility-day", "5 thu 3", "", "", "Journée de l’accessibilité numérique", "Accessibility Awareness Day"),
    ("mothers-day-fr", "5 sun -1 unless easter+49 then +7", "FR", "", "Fête des mères", "Mother’s Day"),
    ("mothers-day-be", "5 sun 2", "BE", "", "Fête des mères", "Mother’s Day"),
    ("mothers-day-ca", "5 sun 2", "CA", "", "Fête des mères", "Mother’s Day"),
    ("mothers-day-ch", "5 sun 2", "CH", "", "Fête des mères", "Mother’s Day"),
    ("mothers-day-us", "5 sun 2", "US", "", "Fête des mères", "Mother’s Day"),
    ("mothering-sunday", "easter-21", "GB", "", "Fête des mères", "Mothering Sunday"),
    ("fathers-day-fr", "6 sun 3", "FR", "", "Fête des pères", "Father’s Day"),
    ("fathers-day-be", "6 sun 2", "BE", "", "Fête des pères", "Father’s Day"),
    ("fathers-day-ca", "6 sun 3", "CA", "", "Fête des pères", "Father’s Day"),
    ("fathers-day-ch", "6 sun 1", "CH", "", "Fête des pères", "Father’s Day"),
    ("fathers-day-gb", "6 sun 3", "GB", "", "Fête des pères", "Father’s Day"),
    ("fathers-day-us", "6 sun 3", "US", "", "Fête des pères", "Father’s Day"),
    ("environment-day", "06-05", "", "", "Journée de l’environnement", "World Environment Day"),
    ("music-day", "06-21", "FR", "", "Fête de la musique", "Music Day"),
    ("summer-sales", "wed 06-22", "FR", "", "Début des soldes d’été", "Summer sales begin"),
    ("bastille-day", "07-14", "FR", "", "Fête nationale", "National Day"),
    ("back-to-school", "09-01", "FR", "", "Rentrée", "Back to school"),
    ("heritage-days", "9 sat 3, 9 sat 3 +1", "FR", "", "Journées du patrimoine", "Heritage Days"),
    ("pink-october", "10-01", "", "", "Octobre rose commence", "Breast Cancer Awareness Month begins"),
    ("summer-time-ends", "10 sun -1", "FR", "", "Heure d’hiver", "Summer time ends"),
    ("summer-time-ends-gb", "10 sun -1", "GB", "", "Heure d’hiver", "Summer time ends"),
    ("halloween", "10-31", "", "", "Halloween", "Halloween"),
    ("movember", "11-01", "", "", "Movember commence", "Movember begins"),
    ("beaujolais-nouveau", "11 thu 3", "FR", "", "Beaujolais nouveau", "Beaujolais nouveau"),
    ("black-friday", "11 thu 4 +1", "", "", "Black Friday", "Black Friday"),
    ("cyber-monday", "11 thu 4 +4", "", "", "Cyber Monday", "Cyber Monday"),
    ("giving-tuesday", "11 thu 4 +5", "", "", "Giving Tuesday", "Giving Tuesday"),
    ("disability-day", "12-03", "", "", "Journée des personnes handicapées", "Day of Persons with Disabilities"),
    ("saint-nicholas-alsace", "12-06", "FR", "6AE", "Saint-Nicolas", "Saint Nicholas"),
    ("saint-nicholas-moselle", "12-06", "FR", "57", "Saint-Nicolas", "Saint Nicholas"),
    ("saint-nicholas-be", "12-06", "BE", "", "Saint-Nicolas", "Saint Nicholas"),
    ("christmas-eve", "12-24", "", "", "Réveillon de Noël", "Christmas Eve"),
    ("christmas", "12-25", "", "", "Noël", "Christmas Day"),
    ("new-years-eve", "12-31", "", "", "Saint-Sylvestre", "New Year’s Eve"),
]
SENSITIVE = [
    ("holocaust-memorial", "01-27", "", "", "Mémoire des victimes de la Shoah", "Holocaust Memorial Day"),
    ("armenian-genocide", "04-24", "FR", "", "Mémoire du génocide arménien", "Remembrance of the Armenian genocide"),
    ("victory-1945", "05-08", "FR", "", "Mémoire de la guerre 1939-1945", "Remembrance of the war of 1939-1945"),
    ("slavery-abolition", "05-10", "FR", "", "Mémoire de l’esclavage", "Remembrance of slavery"),
    ("all-saints", "11-01, 11-02", "FR", "", "Recueillement : les défunts", "Remembrance of the dead"),
    ("armistice-fr", "11-11", "FR", "", "Mémoire de la guerre 1914-1918", "Remembrance of the war of 1914-1918"),
    ("attacks-2015", "11-13", "FR", "", "Attentats de 2015", "Attacks of 2015"),
    ("armistice-gb", "11-11", "GB", "", "Armistice", "Armistice Day"),
    ("remembrance-sunday", "11 sun 2", "GB", "", "Dimanche du souvenir", "Remembrance Sunday"),
]
KINDS = {"marronnier": MARRONNIERS, "sensitive": SENSITIVE}


def load(observance_model: type[models.Model]) -> None:
    """Write the catalogue's rows. Rows that staff added or changed stay; loading twice changes nothing.

    The model is passed in because a migration has its own, historical one.
    """
    for kind, rows in KINDS.items():
        for slug, rule, country, region, name_fr, name_en in rows:
            facts = {"rule": rule, "country": country, "region": region, "name_fr": name_fr, "name_en": name_en}
            observance_model.objects.get_or_create(slug=slug, defaults={"kind": kind, **facts})
