"""The example: a bakery of Fort-de-France, as the third article meets it.

Thirty years in the same street, neighbours for customers, two hours a week, and everybody says: be on Facebook, on
Instagram, on TikTok, on LinkedIn. The plan below is what comes of it. It is invented from end to end, and it is in
French whatever the language of the screens: it is somebody's plan, not part of the site.

Days are told relative to the day on which the example is made: `day=(SATURDAY, 7)` is the first Saturday that is at
least seven days ahead, so the texts may name their weekday.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

NAME = "Boulangerie des Trois Filaos"


def place(weekday: int, ahead: int, today: date) -> date:
    """The first `weekday` that is `ahead` days from `today`, or later."""
    earliest = today + timedelta(days=ahead)
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or video of a post; without `alt`, nobody has described it yet."""

    label: str
    alt: str = ""
    kind: str = "image"


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of the plan: on a channel at a weekday and hour, or an idea of the reserve when it has no `day`."""

    title: str
    text: str = ""
    channel: str = ""
    day: tuple[int, int] | None = None
    clock: time | None = None
    status: str = "idea"
    intent: str = ""
    value: str = ""
    about: str = ""
    invites_reply: bool = False
    persona: str = ""
    need: str = ""
    pillar: str = ""
    media: tuple[Picture, ...] = ()


WORKSPACE = {
    "name": NAME,
    "zone": "America/Martinique",
    "language": "fr",
    "country": "FR",
    "region": "MQ",
    "market": "b2c",
}

TEAM = [
    {"name": "Nadège", "kind": "owner", "hours_per_week": 1, "skills": "Écriture, photo au téléphone"},
    {"name": "Kenzo", "kind": "side_job", "hours_per_week": 1, "skills": "Vidéo au téléphone"},
]

# `reviewed` is how many days ago the team last asked whether the persona still holds.
PERSONAS = [
    {
        "name": "Man Josette",
        "summary": "Retraitée du quartier, passe chaque matin depuis l’ouverture.",
        "colour": "ocre",
        "age_min": 62,
        "age_max": 78,
        "location": "À trois rues de la boulangerie",
        "situation": "Vit seule, cuisine pour ses petits-enfants le dimanche.",
        "needs": ["Du pain frais sans faire la queue", "Être prévenue des jours de fermeture", "Un mot gentil"],
        "expectations": "Qu’on la reconnaisse et qu’on lui dise bonjour, en ligne comme au comptoir.",
        "objections": "N’aime pas qu’on lui réponde par des formules.",
        "topics": "La vie du quartier, les recettes d’antan, les fêtes.",
        "formats": "Photos, textes courts",
        "tone": "Chaleureux, avec « vous »",
        "evidence_type": "sales",
        "evidence_note": "Trente ans de conversations au comptoir.",
        "reviewed": 45,
        "uses": {
            "facebook": ("daily", "Nouvelles du quartier et de la famille"),
            "whatsapp_channel": ("daily", "La famille"),
        },
    },
    {
        "name": "Ludovic",
        "summary": "Part travailler tôt, veut son petit déjeuner en deux minutes.",
        "colour": "azur",
        "age_min": 28,
        "age_max": 42,
        "location": "Habite au-dessus, travaille dans la zone d’activités",
        "situation": "Gare sa voiture en double file, café à la main.",
        "needs": ["Payer sans attendre", "Savoir ce qu’il reste après midi", "Une formule qui cale"],
        "expectations": "Des informations justes : heures, prix, ruptures.",
        "formats": "Vidéos de quelques secondes",
        "tone": "Direct, avec humour",
        "evidence_type": "sales",
        "evidence_note": "L’équipe du matin les connaît par leur commande.",
        "reviewed": 175,
        "uses": {
            "facebook": ("weekly", "Petites annonces"),
            "tiktok": ("daily", "Se distraire"),
            "google_business": ("weekly", "Vérifier les horaires"),
        },
    },
    {
        "name": "Maëva",
        "summary": "Maman organisée, commande les gâteaux de toutes les fêtes.",
        "colour": "rose",
        "age_min": 32,
        "age_max": 46,
        "location": "Schœlcher",
        "situation": "Deux enfants, un agenda serré, compare les pâtisseries en photo.",
        "needs": ["Voir les gâteaux avant de commander", "Être sûre de la date", "Des idées pour les communions"],
        "expectations": "Une réponse le jour même quand elle demande un prix.",
        "objections": "A été déçue une fois par un gâteau qui ne ressemblait pas à la photo.",
        "topics": "Fêtes, enfants, cuisine créole",
        "formats": "Photos soignées, avant et après",
        "tone": "Complice et précis",
        "evidence_type": "interviews",
        "evidence_note": "Trois clientes interrogées à la remise de leur gâteau.",
        "reviewed": 20,
        "uses": {
            "instagram": ("daily", "Trouver des idées de gâteaux"),
            "facebook": ("rarely", "Les groupes de parents"),
        },
    },
]

# `since` is how many days ago the account was opened, `left` how many days ago it was left.
CHANNELS = [
    {
        "platform": "facebook",
        "reason": "popular",
        "purpose": "Annoncer les offres et les nouveautés.",
        "personas": ["Man Josette", "Ludovic"],
        "responder": "Nadège",
        "weekly_target": 2,
        "since": 1400,
    },
    {
        "platform": "instagram",
        "reason": "competitor",
        "purpose": "Montrer les gâteaux.",
        "differentiator": "Le gâteau chez les gens, pas en vitrine.",
        "personas": ["Maëva"],
        "responder": "Nadège",
        "weekly_target": 1,
        "since": 420,
    },
    {
        "platform": "tiktok",
        "status": "testing",
        "reason": "trend",
        "purpose": "Voir si Kenzo y prend goût.",
        "personas": [],
        "responder": "Kenzo",
        "weekly_target": None,
        "since": 40,
    },
    {
        "platform": "linkedin",
        "reason": "boss",
        "purpose": "",
        "personas": [],
        "responder": None,
        "weekly_target": None,
        "since": 90,
    },
    {
        "platform": "google_business",
        "reason": "persona",
        "purpose": "Horaires, itinéraire et avis.",
        "personas": ["Ludovic", "Man Josette"],
        "responder": "Nadège",
        "weekly_target": None,
        "since": 900,
    },
    {
        "platform": "x",
        "status": "left",
        "reason": "habit",
        "purpose": "Dire ce qui sort du four.",
        "personas": [],
        "responder": None,
        "since": 2600,
        "left": 300,
        "exit_reason": "Plus personne du quartier n’y lisait rien ; les annonces vont sur l’ardoise et sur Facebook.",
        "farewell": "Merci d’avoir suivi nos fournées ici. On se retrouve au comptoir, dès 6 h.",
        "archive_note": "Les photos des concours, dans le dossier partagé.",
    },
]

PILLARS = [
    {"name": "Nos produits", "kind": "product", "colour": "ocre", "target_share": 30},
    {"name": "Le fournil et ses mains", "kind": "human", "colour": "corail", "target_share": 30},
    {"name": "Le quartier", "kind": "community", "colour": "vert", "target_share": 20},
    {"name": "Fêtes et traditions", "kind": "season", "colour": "prune", "target_share": 20},
]

# What the bakery wanted once, and gave up; since then nobody has said what the posts are for.
DROPPED_OBJECTIVE = {
    "kind": "visibility",
    "statement": "Atteindre mille abonnés sur Facebook",
    "status": "dropped",
    "kpi_name": "Abonnés",
}

SECTIONS = {
    "audience": "Les gens du quartier, sept clients sur dix, et les familles qui commandent pour leurs fêtes.",
    "resources": "Deux heures par semaine à deux : Nadège le lundi à la pause, Kenzo quand la boutique est calme.",
}

# What Kenzo pasted whole from the shop's leaflet into the field for a notice.
LEAFLET = """\
Trente ans que le four s’allume à deux heures du matin, au coin de la rue, sous les trois filaos qui nous ont donné \
notre nom. Trente ans que le quartier se réveille avec l’odeur du pain au beurre. Voici notre histoire.

Tout commence avec Raymond, ouvrier boulanger, qui reprend une petite épicerie fermée depuis le cyclone. Il n’a \
qu’un four d’occasion, une balance et l’aide de sa sœur Éliette, qui tient la caisse et connaît chaque client par \
son prénom. Les premières semaines, ils vendent quarante baguettes par jour. Un an plus tard, la file va jusqu’au \
coin.

Éliette apporte les recettes de leur mère : le pain au beurre natté des baptêmes et des communions, servi avec le \
chocolat épais à la cannelle, l’amour caché à la goyave, les pâtés salés du samedi soir. Raymond, lui, ne cède rien \
sur la pâte : farine choisie, longue pousse, jamais d’améliorant. « Une pâte pressée est une pâte fâchée », dit-il \
encore aujourd’hui.

Nadège, sa fille, prend la suite après dix ans passés dans de grandes maisons. Elle garde le four, le pétrin et les \
recettes, refait la vitrine, ouvre le dimanche matin. Siméon, entré comme apprenti à dix-sept ans, est toujours au \
pétrin. Kenzo, le dernier arrivé, vend, plaisante et filme.

Aujourd’hui nous sommes six. Nous faisons chaque nuit le pain de tout un quartier, celui de deux écoles et d’une \
maison de retraite. Nous invendons peu, et ce qui reste part le soir avec une association. Nous n’avons ni slogan \
ni recette secrète : de la farine, du temps, et des gens qu’on aime voir revenir. Passez nous voir : le café est \
offert à qui raconte un souvenir de la boulangerie."""

MORNING = time(6, 30)
NOON = time(11, 30)
EVENING = time(17, 0)

ENTRIES = [
    # --- The last two weeks ---
    Entry(
        "Accras du vendredi",
        "Demain vendredi, accras de morue tout chauds dès 10 h. 5 € la douzaine, dans la limite de la fournée.",
        "facebook",
        (THURSDAY, -14),
        EVENING,
        "posted",
        "commercial",
        "none",
        "us",
        pillar="Nos produits",
    ),
    Entry(
        "Le fournil à 4 heures",
        "Il fait encore nuit, Siméon sort la première fournée. On vous garde la croûte ?",
        "instagram",
        (WEDNESDAY, -13),
        MORNING,
        "posted",
        "value",
        "inspire",
        "us",
        persona="Maëva",
        pillar="Le fournil et ses mains",
        media=(Picture("siméon-four.jpg", "Siméon tire du four une plaque de pains dorés, la nuit derrière lui."),),
    ),
    Entry(
        "Nous recrutons un apprenti",
        "Vous connaissez un jeune qui aime se lever tôt ? Nous formons au CAP boulanger. Candidatures à la boutique.",
        "linkedin",
        (TUESDAY, -12),
        NOON,
        "posted",
        "service",
        "inform",
        "us",
    ),
    Entry(
        "Kenzo compte les baguettes",
        "Combien de baguettes en une matinée ? Réponse à la fin.",
        "tiktok",
        (FRIDAY, -11),
        EVENING,
        "posted",
        "value",
        "entertain",
        "us",
        pillar="Le fournil et ses mains",
        media=(Picture("baguettes.mp4", kind="video"),),
    ),
    Entry(
        "Formule du matin",
        "Café, pain au beurre et jus local : la formule du matin est à 4,50 €, jusqu’à 9 h 30.",
        "facebook",
        (SATURDAY, -8),
        MORNING,
        "posted",
        "commercial",
        "none",
        "us",
        persona="Ludovic",
        pillar="Nos produits",
    ),
    Entry(
        "Gâteau coco de la semaine",
        "Trois étages de coco râpée à la main. Sur commande, 48 h à l’avance.",
        "instagram",
        (SUNDAY, -7),
        time(9, 0),
        "posted",
        "commercial",
        "none",
        "us",
        persona="Maëva",
        pillar="Nos produits",
        media=(Picture("gateau-coco.jpg"),),
    ),
    Entry(
        "Brioche du dimanche, à réserver",
        "Réservez votre brioche avant samedi midi, 6 € la grande.",
        "facebook",
        (TUESDAY, -7),
        NOON,
        "posted",
        "commercial",
        "none",
        "us",
        pillar="Nos produits",
    ),
    # --- From today on ---
    Entry(
        "Accras du vendredi, le retour",
        "Demain vendredi, accras de morue tout chauds dès 10 h. 5 € la douzaine, 9 € les deux.",
        "facebook",
        (THURSDAY, 0),
        EVENING,
        "approved",
        "commercial",
        "none",
        "us",
        pillar="Nos produits",
        media=(Picture("accras.jpg"),),
    ),
    Entry(
        "Pain au beurre du dimanche",
        "Le pain au beurre natté de dimanche se réserve jusqu’à ce soir, 7 € pièce.",
        "facebook",
        (SATURDAY, 1),
        MORNING,
        "approved",
        "commercial",
        "none",
        "us",
        persona="Man Josette",
        pillar="Fêtes et traditions",
        media=(Picture("pain-natte.jpg", "Un pain au beurre tressé, doré, sur une grille de fournil."),),
    ),
    Entry(
        "5 heures du matin au fournil",
        "La pâte a levé toute la nuit. Siméon la divise à l’œil : 280 grammes, à deux grammes près. "
        "On vous montre le geste en trois photos.",
        "instagram",
        (WEDNESDAY, 1),
        MORNING,
        "approved",
        "value",
        "educate",
        "us",
        persona="Maëva",
        pillar="Le fournil et ses mains",
        media=(
            Picture("pate-levee.jpg", "Une pâte bombée et lisse dans un bac fariné."),
            Picture("division.jpg"),
            Picture("balance.jpg"),
        ),
    ),
    Entry(
        "Amour caché : coco ou goyave ?",
        "Nadège dit goyave, Kenzo dit coco, et au fournil on ne se parle plus. Chez vous, l’amour caché, c’est "
        "lequel ? Racontez-nous qui vous l’a appris : on lira les plus belles réponses au comptoir.",
        "instagram",
        (SUNDAY, 2),
        time(9, 0),
        "draft",
        "conversation",
        "entertain",
        "audience",
        True,
        "Maëva",
        "Des idées pour les communions",
        "Fêtes et traditions",
        (Picture("amour-cache.jpg"),),
    ),
    Entry(
        "Kenzo contre le pétrin",
        "Il pèse 90 kilos, lui 60. Devinez qui gagne.",
        "tiktok",
        (FRIDAY, 3),
        EVENING,
        "draft",
        "value",
        "entertain",
        "us",
        pillar="Le fournil et ses mains",
        media=(Picture("petrin.mp4", kind="video"),),
    ),
    Entry(
        "Notre histoire",
        LEAFLET,
        "google_business",
        (MONDAY, 4),
        NOON,
        "in_review",
        "value",
        "inspire",
        "us",
        pillar="Le quartier",
        media=(Picture("façade.jpg", "La façade de la boulangerie, rideau à demi levé, sous trois grands filaos."),),
    ),
    Entry(
        "Formule du matin à 4,50 €",
        "Café, pain au beurre, jus de goyave : 4,50 € jusqu’à 9 h 30. Payez sans contact, repartez en deux minutes.",
        "facebook",
        (TUESDAY, 5),
        MORNING,
        "planned",
        "commercial",
        "none",
        "us",
        persona="Ludovic",
        need="Payer sans attendre",
        pillar="Nos produits",
    ),
    Entry(
        "Stand au marché du samedi",
        "Rendez-vous sous la halle, à partir de 7 h.",
        "facebook",
        (SATURDAY, 6),
        MORNING,
        "cancelled",
        "service",
        "inform",
        "us",
        pillar="Le quartier",
    ),
    Entry(
        "Moins 10 % sur les gâteaux d’anniversaire",
        "Commandez avant dimanche votre gâteau d’anniversaire : 10 % de remise sur les douze parts.",
        "facebook",
        (FRIDAY, 8),
        NOON,
        "in_review",
        "commercial",
        "none",
        "us",
        persona="Maëva",
        pillar="Nos produits",
        media=(Picture("affiche-10-pour-cent.jpg"),),
    ),
    Entry(
        "Garder une brioche moelleuse trois jours",
        "Jamais au réfrigérateur : enveloppée dans un torchon propre, à l’abri de la lumière, et dix secondes "
        "au-dessus de la vapeur avant de servir. La voilà comme au premier jour.",
        "instagram",
        (WEDNESDAY, 9),
        MORNING,
        "planned",
        "value",
        "educate",
        "audience",
        persona="Maëva",
        pillar="Le fournil et ses mains",
    ),
    Entry(
        "Nous cherchons toujours un apprenti",
        "Le poste est encore libre : CAP boulanger en deux ans, équipe de six, nuits courtes mais belles. "
        "Passez à la boutique avec un CV, ou sans.",
        "linkedin",
        (TUESDAY, 10),
        NOON,
        "planned",
        "service",
        "inform",
        "us",
    ),
    Entry(
        "Les bruits du fournil",
        "Fermez les yeux : le pétrin, la lame, la croûte qui chante.",
        "tiktok",
        (FRIDAY, 10),
        EVENING,
        "idea",
        "value",
        "entertain",
        "us",
        pillar="Le fournil et ses mains",
    ),
    Entry(
        "Mont-blanc coco sur commande",
        "Le mont-blanc coco pour huit : 28 €, à commander deux jours avant.",
        "instagram",
        (SATURDAY, 12),
        time(9, 0),
        "planned",
        "commercial",
        "none",
        "us",
        persona="Maëva",
        pillar="Nos produits",
        media=(Picture("mont-blanc.jpg"),),
    ),
    Entry(
        "Deux baguettes achetées, la troisième à 50 centimes",
        "Mardi et mercredi seulement.",
        "facebook",
        (TUESDAY, 13),
        MORNING,
        "planned",
        "commercial",
        "none",
        "us",
        persona="Man Josette",
        pillar="Nos produits",
    ),
    Entry(
        "Accras du vendredi, version légumes",
        "Demain vendredi, accras de giraumon : 4 € la douzaine.",
        "facebook",
        (THURSDAY, 17),
        EVENING,
        "planned",
        "commercial",
        "none",
        "us",
        pillar="Nos produits",
    ),
    Entry(
        "Siméon, trente ans de pétrin",
        "",
        "instagram",
        (WEDNESDAY, 18),
        MORNING,
        "idea",
        "value",
        "inspire",
        "us",
        pillar="Le fournil et ses mains",
    ),
    Entry(
        "Coffret goûter des enfants",
        "Six mini-brioches et six chaussons à la goyave : 12 € le coffret, tout le week-end.",
        "facebook",
        (SATURDAY, 20),
        MORNING,
        "planned",
        "commercial",
        "none",
        "us",
        persona="Maëva",
        pillar="Nos produits",
    ),
    # --- The reserve ---
    Entry("Chanté Nwel devant la boulangerie : qui chante, qui apporte le schrubb ?", pillar="Fêtes et traditions"),
    Entry("Galette des rois : frangipane ou coco ? Faire voter le comptoir", pillar="Fêtes et traditions"),
    Entry("Pourquoi une baguette coûte ce qu’elle coûte : la farine, la nuit, l’électricité", pillar="Nos produits"),
    Entry("Les mots du comptoir : expressions créoles entendues le matin", pillar="Le quartier"),
    Entry(
        "Chocolat de communion : la recette d’Éliette, pas à pas",
        persona="Maëva",
        need="Des idées pour les communions",
        pillar="Fêtes et traditions",
    ),
]
