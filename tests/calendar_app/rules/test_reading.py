"""What a text seems to do: sell, ask, repeat a formula, beg; and what only looks like it."""

import json
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules import text as package
from calendar_app.rules.text import COMMERCIAL, CONVERSATION, reading, signals
from calendar_app.rules.text.lexicon import LANGUAGES, flat, language_of, lexicon, words_of
from tests.calendar_app.rules.signals import BLIND, HELD_OUT, PAGE, SEEN, UNSEEN, agreement, half_of, labelled, page


def sells(text: str) -> bool:
    return signals(text).commercial >= COMMERCIAL


def asks(text: str) -> bool:
    return signals(text).conversation >= CONVERSATION


# --- Agreement with people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("signal", SEEN)
def test_on_posts_that_were_held_out_it_is_seldom_wrong_and_misses_few(signal):
    found = agreement(signal, HELD_OUT)
    assert found.precision >= 0.9
    assert found.recall >= 0.7


@pytest.mark.parametrize(("signal", "recall"), [("commercial", 0.5), ("conversation", 0.7)])
def test_on_posts_that_nothing_was_changed_for_it_is_seldom_wrong(signal, recall):
    found = agreement(signal, UNSEEN)
    assert found.precision >= 0.9
    assert found.recall >= recall


@pytest.mark.parametrize("signal", SEEN)
def test_on_posts_labelled_before_it_read_them_it_is_seldom_wrong_and_misses_few(signal):
    found = agreement(signal, BLIND)
    assert found.precision >= 0.9
    assert found.recall >= 0.7


def test_the_figures_in_the_documentation_are_what_is_measured():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_labelled_posts_are_many_in_both_languages_and_no_text_comes_twice():
    posts = labelled()
    assert len(posts) >= 240
    assert len({post["text"] for post in posts}) == len(posts)
    french = sum(post["language"] == "fr" for post in posts)
    assert abs(2 * french - len(posts)) <= 0.1 * len(posts)
    assert 0.4 <= sum(half_of(post["text"]) == HELD_OUT for post in posts) / len(posts) <= 0.6


# --- Selling --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Profitez-en : -15 % sur toute la cave jusqu’à samedi.",
        "Nos coffrets sont en vente à la boutique, 35 € pièce.",
        "Réservez vite votre place, il ne reste que 4 billets.",
        "Précommandez le tome 2 dès maintenant !",
        "Faites un don avant le 31 décembre.",
        "Demandez un devis gratuit, réponse sous 48 h.",
        "Vente flash : deux pots achetés, le troisième offert.",
        "LES SOLDES D’ETE COMMENCENT, livraison offerte",
        "Order now and get free delivery until Sunday.",
        "Save 15% with code WINTER15 at checkout.",
        "Tickets are on sale from £12, book yours today.",
        "Was £40, now £25. While stocks last.",
        "Start your free trial, no card needed.",
        "Donate today: all proceeds go to the shelter.",
        "Workshop on Sunday, £40 per person, only 3 left.",
    ],
)
def test_selling_is_seen(text):
    assert sells(text), signals(text)


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("job offer", "Offre d’emploi : vendeuse en boutique, CDI, 1 900 € brut. Envoyez votre CV."),
        ("job offer", "We’re hiring a sales assistant, £12.50 an hour. Apply online before Friday."),
        ("public tariff", "Les tarifs de la piscine passent à 3,20 € au 1er mai, a voté le conseil municipal."),
        ("public tariff", "Council tax goes up by £41 for a band D home from April."),
        (
            "price transparency",
            "Pourquoi ce pull coûte 89 € ? 31 € de laine, 27 € de couture, le reste pour l’atelier.",
        ),
        ("price transparency", "Why does our coffee cost £3.40? 90p beans, £1.20 wages, the rest is rent."),
        ("money raised", "Grâce à vous, 12 300 € ont été collectés samedi pour le refuge."),
        ("money raised", "Together you raised £9,400 for the lifeboat on Sunday."),
        ("money spent", "Nous avons dépensé 4 200 € en réparations cette année, voici le détail."),
        ("irony", "Non, nous n’allons rien vous vendre aujourd’hui. Allez donc marcher."),
        ("irony", "Limited offer: fog, free of charge, on the whole harbour this morning."),
        ("negated purchase", "N’achetez pas un vélo neuf, réparez celui de la cave."),
        ("negated purchase", "Please don’t buy new boots. Bring yours, we resole them for nothing."),
        ("phishing", "Arnaque : ne cliquez pas sur ce SMS qui réclame 2,99 € pour un colis."),
        ("phishing", "Scam alert: a text asks you to click here and pay £1.99. Delete it."),
        ("prize-giving", "Remise des prix du concours d’éloquence ce soir à 18 h au lycée."),
        ("handing over keys", "Remise des clés aux premiers locataires de la résidence des Tilleuls."),
        ("banking", "Un solde bancaire négatif trois jours, que faut-il faire ?"),
        ("cohort", "La promotion 2026 a planté son arbre ce matin. Félicitations à elle !"),
        ("career step", "Félicitations à Karim pour sa promotion : il dirige l’atelier depuis lundi."),
        ("waste", "Réduction des déchets : moins de poubelles, plus de compost."),
        ("emissions", "Objectif : -18 % d’émissions d’ici 2028."),
        ("emissions", "Emissions are down 12% on last year, travel is not."),
        ("free event", "Concert dimanche à 16 h, entrée libre, sans réservation."),
        ("free event", "Open evening on Friday, free entry, no ticket needed."),
        ("source code", "Le code de notre outil est ouvert, contributions bienvenues."),
        ("postal code", "Votre code postal décide du jour de collecte : voyez la carte."),
        ("deal with", "How we deal with late parcels: four people and one spreadsheet."),
        ("sales team", "Our sales team ran the half marathon in a single pair of shoes each."),
        ("tribute", "Elle aimait offrir du thé à qui passait. Nous l’accompagnons jeudi."),
        ("sponsor of a club", "Merci au garage Duval, sponsor de nos maillots depuis vingt ans."),
        ("publicity as a topic", "La publicité des années 60 s’expose au musée jusqu’en mai."),
        ("customer’s photo", "Claire nous a envoyé cette photo de sa table, avec son accord. Merci !"),
    ],
)
def test_what_only_looks_like_selling_is_not(family, text):
    assert not sells(text), (family, signals(text))


def test_a_price_alone_is_not_selling():
    assert 0 < signals("Le pain complet est à 4,20 €.").commercial < COMMERCIAL
    assert 0 < signals("A loaf is £4.20.").commercial < COMMERCIAL


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jusqu’à -50 % sur l’hiver", "jusqu'a -50 %"),
        ("Le menu à 14,50 €", "14,50 €"),
        ("Sur Présentation du Code MIEL20 : un pot à 3 €", "Code MIEL20"),
        ("Passez commande avant jeudi", "passez commande"),
        ("Il ne reste que 3 places", "que … places"),
    ],
)
def test_the_words_that_sell_are_shown(text, shown):
    assert shown in signals(text).selling


def test_a_lowered_price_is_known_from_a_price():
    assert signals("-20 % sur tout").cuts_a_price
    assert signals("20 € au lieu de 25").cuts_a_price
    assert not signals("20 € la part").cuts_a_price


@pytest.mark.parametrize("text", ["20% off until Sunday", "-20 % jusqu’à dimanche", "-20 % dans la limite des stocks"])
def test_the_terms_of_an_offer_are_seen(text):
    assert signals(text).terms


@pytest.mark.parametrize("text", ["20% off all cakes", "-20 % sur les gâteaux"])
def test_an_offer_may_have_no_terms(text):
    assert not signals(text).terms


# --- Asking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Quel est votre premier souvenir de cantine ?",
        "On hésite entre deux couleurs, dites-nous laquelle.",
        "Plutôt mer ou montagne ?",
        "J’ai arrêté le café. Et vous, vous avez tenu combien de temps ?",
        "Racontez-nous votre plus belle panne.",
        "Which song do you always sing wrong?",
        "Tea or coffee? Be honest.",
        "We’d love to hear how you got here.",
        "I gave up after two weeks. What about you?",
        "Should we open on Sundays? What should we bake first?",
    ],
)
def test_asking_is_seen(text):
    assert asks(text), signals(text)


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("a title that the text answers", "Comment nettoyer une théière ? Du bicarbonate, de l’eau tiède et une nuit."),
        ("a title that the text answers", "How to prune a rose? In March, above an outward bud, with clean blades."),
        ("did you know", "Saviez-vous que nos abeilles parcourent trois kilomètres ? Voici leur carte."),
        ("care", "Un problème avec votre colis ? Dites-nous en message privé, on regarde."),
        ("care", "Trouble with your order? DM us and we will look."),
        ("rhetorical", "Fatigué du pain sec ? Commandez notre levain, -20 % jusqu’à dimanche."),
        ("rhetorical", "Tired of dry bread? Order now, 20% off everything until Sunday."),
        ("begging", "Likez si vous aimez le pain, partagez ce post !"),
        ("a statement", "Nous ouvrons à huit heures."),
    ],
)
def test_what_only_looks_like_asking_is_not(family, text):
    assert not asks(text), (family, signals(text))


def test_a_question_that_leads_to_an_offer_comes_first():
    assert signals("Tired of dry bread? Order now, 20% off everything until Sunday.").asks_first
    assert not signals("Order now. Which one will you take?").asks_first


# --- Formulas, begging, words of law --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes ravis de vous annoncer l’ouverture.",
        "Votre satisfaction est notre priorité.",
        "We are proud to announce our new bench.",
        "Thank you for your patience.",
    ],
)
def test_a_ready_made_phrase_is_seen(text):
    assert signals(text).canned


@pytest.mark.parametrize(
    "text",
    [
        "Identifiez deux amies gourmandes",
        "Commentez « OUI » pour la recette",
        "Tag a friend who needs this",
        "Comment YES below",
    ],
)
def test_begging_shows_its_words(text):
    assert signals(text).begging


@pytest.mark.parametrize(
    "text",
    [
        "Disparition inquiétante : Hugo, 14 ans. Partagez cette publication.",
        "Missing: Tom, 15. Please share this post.",
        "Comment TOMATES et basilic s’entendent, la suite au jardin.",
        "Identifiez vos priorités avant de signer.",
        "Partagez vos souvenirs avec nous.",
        "Commentaire du jour : « le pain était trop cuit ».",
    ],
)
def test_a_call_for_help_and_a_question_do_not_beg(text):
    assert not signals(text).begging, signals(text)


@pytest.mark.parametrize("text", ["Les soldes commencent !", "SOLDES", "Toute la vitrine en solde"])
def test_soldes_are_seen(text):
    assert signals(text).soldes


@pytest.mark.parametrize(
    "text",
    [
        "Reçu pour solde de tout compte",
        "Un solde bancaire négatif",
        "Les soldes bancaires",
        "Pas de soldes ici",
        "Summer sale",
    ],
)
def test_other_soldes_are_none(text):
    assert not signals(text).soldes


# --- Any text at all ------------------------------------------------------------------------------------------------


@given(st.text())
def test_every_text_has_signals(text):
    found = signals(text)
    assert found == reading.read(text)
    assert found.cuts_a_price <= bool(found.selling)


@given(
    st.lists(
        st.sampled_from(
            [
                "Commandez",
                "commandez-le",
                "-20",
                "%",
                "14,50",
                "€",
                "?",
                "!",
                ".",
                "vous",
                "et",
                "ou",
                "avec",
                "le",
                "code",
                "MIEL20",
                "£12",
                "each",
                "from",
                "dès",
                "3",
                "what",
                "do",
                "you",
                "think",
                "pas",
                "de",
                "soldes",
                "commentez",
                "OUI",
                "«",
                "oui",
                "»",
                "@ines",
                "#pub",
                "https://a.fr",
                "offert",
                "jusqu'à",
                "places",
                "3",
                "il",
                "reste",
            ]
        ),
        max_size=60,
    )
)
def test_words_in_any_order_have_signals(words):
    found = reading.read(" ".join(words))
    assert isinstance(found.commercial, int | float)
    assert isinstance(found.conversation, int | float)


@given(st.text())
def test_a_flat_text_holds_one_byte_a_letter(text):
    assert flat(text) == flat(text).lower()
    assert all(word.isalnum() for word in words_of(flat(text)))


def test_accents_case_and_typographic_signs_do_not_matter():
    assert words_of(flat("L’ÉTÉ à Nîmes : œufs, 12 €")) == [b"l", b"ete", b"a", b"nimes", b"oeufs", b"00"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("le pain est bon et vous", "fr"), ("the bread is good for you", "en"), ("pain", ""), ("le the", "")],
)
def test_a_language_is_told_by_its_common_words(text, language):
    assert language_of(frozenset(words_of(flat(text)))) == language


def test_a_text_whose_language_is_not_told_is_read_in_both():
    assert sells("Commandez")
    assert sells("Pre-order: free delivery")


HOSTILE = {
    "questions": "et vous " * 12_500,
    "marks": "?" * 100_000,
    "prices": "1 234,56 € " * 9_000,
    "digits": "9" * 100_000,
    "percent": "- 20 % " * 14_000,
    "hashes": "#a" * 50_000,
    "brackets": "[insert " * 12_500,
    "braces": "{{" * 50_000,
    "dots": "a." * 50_000,
    "mentions": "@a" * 50_000,
    "dashes": "a-" * 50_000,
    "addresses": "https://" * 12_500,
    "accents": "e" + "\u0301" * 50_000,
    "spaces": " " * 100_000,
    "labels": "partenariat publicité collaboration " * 2_800,
    "every word of the lexicon": "",
}


def every_word() -> str:
    """All phrases of the lexicon, so that every sign is looked for."""
    read = json.loads(Path(package.__file__).with_name("lexicon.json").read_text(encoding="utf-8"))
    phrases = [entry[1] for language in LANGUAGES for entries in read[language].values() for entry in entries]
    return (" ".join(phrases).replace("|", " ").replace("_", " ") * 4)[:100_000]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "read",
    [
        reading.read,
        package.gap,
        package.hashtags,
        lambda text: package.hides_its_point(text, 125),
        lambda text: package.clear_label(text, ""),
        lambda text: package.vague_label(text, "", is_given=True),
        lambda text: package.is_out_of_sight(package.Label("ad", 5), text, None),
        lambda text: package.likeness(text, text[1:]),
    ],
    ids=["signals", "gap", "hashtags", "hook", "clear", "vague", "sight", "likeness"],
)
def test_no_text_takes_long(name, read):
    text = HOSTILE[name] or every_word()
    signals("")  # the lexicons are read once
    lexicon("fr"), lexicon("en"), lexicon("")
    best = min(_took(read, text) for _ in range(3))
    assert best < 0.05


def _took(read, text: str) -> float:
    start = process_time()
    read(text)
    return process_time() - start


def test_another_process_says_the_same():
    program = (
        "import json, sys; from calendar_app.rules.text import signals; "
        "print(json.dumps([str(signals(post['text'])) for post in json.load(open(sys.argv[1], encoding='utf-8'))]))"
    )
    path = Path(__file__).with_name("labelled_posts.json")
    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_a_text_is_read_once_and_the_oldest_are_forgotten_first(monkeypatch):
    monkeypatch.setattr(reading, "REMEMBERED", 8)
    reading.forget()
    offers = [f"{number} % de remise sur tout" for number in range(10, 18)]
    first = [signals(text) for text in offers]
    assert [signals(text) for text in offers] == first
    assert all(signals(text) is found for text, found in zip(offers, first, strict=True))
    signals("Bonjour")
    assert signals(offers[-1]) is first[-1]
    assert signals(offers[0]) is not first[0]
    reading.forget()


def test_words_that_sell_are_named_once_however_often_they_are_said():
    found = reading.read("Commandez, commandez, commandez : remise, remise.")
    assert len(found.selling) == len(set(found.selling))
    assert "commandez" in found.selling
