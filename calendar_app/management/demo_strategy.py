"""What the example bakery decided before posting, beside what demo_bakery tells: some of it well, some of it once.

Flaws are left as one finds them in a shop: it has a listening plan with words to watch for and a weekly session, but
all the places where it listened are switched off; it reached an objective and never set another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from calendar_app.models import (
    Absence,
    Advocate,
    BrandVoice,
    BudgetLine,
    Channel,
    ChannelSlot,
    ChannelTest,
    CommunityNote,
    CriticismLog,
    Insight,
    ListeningKeyword,
    ListeningPlan,
    ListeningSource,
    Measure,
    Objective,
    Partner,
    Procedure,
    Readiness,
    ReadinessAction,
    ResponseCase,
    ResponsePolicy,
    ReviewLog,
    TeamMember,
)
from personas.models import Persona
from smplanner.workspaces.models import User


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands already: `make` creates a row of a model in the workspace, the others are found by name or slug."""

    make: Callable[..., Any]
    today: date
    owner: User
    team: Mapping[str, TeamMember]
    personas: Mapping[str, Persona]
    channels: Mapping[str, Channel]

    def on(self, days: int) -> date:
        """The day `days` from today; a negative number is in the past."""
        return self.today + timedelta(days=days)


def write(ground: Ground) -> None:
    for part in (_readiness, _voice, _presence, _objective, _listening, _answering, _means, _community, _reviews):
        part(ground)


def _readiness(ground: Ground) -> None:
    ground.make(
        Readiness,
        in_interest="yes",
        in_interest_why="Sept clients sur dix sont du quartier, et les commandes de gâteaux viennent de plus loin.",
        is_ready="unsure",
        is_ready_why="L’envie est là, et deux heures par semaine. Personne ne répond le week-end.",
        fits_philosophy="yes",
        fits_philosophy_why="On bavarde au comptoir depuis trente ans : c’est la même chose, en ligne.",
        audit_done_on=ground.on(-110),
        audit_note="Cinq comptes ouverts, dont un que personne n’a regardé depuis un an. "
        "Les avis Google parlent surtout de l’accueil.",
        website_url="https://trois-filaos.example.org",
        website_overhauled_on=ground.on(-700),
        website_mobile="yes",
        existing_material="Une centaine de photos de gâteaux, le logo, le dépliant des trente ans.",
        other_channels="La vitrine, l’ardoise du trottoir, le bulletin de la paroisse.",
        local_clientele_share=70,
    )
    ground.make(
        ReadinessAction,
        question="is_ready",
        text="Trouver qui répond aux messages du samedi",
        owner=ground.team["Kenzo"],
        due_on=ground.on(9),
    )
    ground.make(
        ReadinessAction,
        question="website",
        text="Mettre les horaires des jours fériés sur le site",
        owner=ground.team["Nadège"],
        due_on=ground.on(-60),
        done_on=ground.on(-63),
    )


def _voice(ground: Ground) -> None:
    ground.make(
        BrandVoice,
        mission="Que le quartier ait du bon pain chaque matin, et une raison de s’arrêter une minute.",
        promise="Ce qui sort du four à six heures a été pétri la nuit même.",
        values=["On pétrit la nuit, on ne décongèle pas", "On dit bonjour par le prénom", "Rien ne se jette"],
        adjectives=["chaleureux", "précis", "taquin"],
        we_say="Passez goûter. Il en reste douze. Siméon dit que…",
        we_never_say="Le meilleur de la ville. Dépêchez-vous. Nos équipes.",
        address="vous",
    )


def _presence(ground: Ground) -> None:
    ground.make(
        ChannelTest,
        channel=ground.channels["tiktok"],
        hypothesis="Deux jeunes par mois demandent une place d’apprenti après une vidéo",
        measure="Messages de candidature",
        threshold="Deux par mois",
        start_on=ground.on(-40),
        end_on=ground.on(16),
        budget_eur=0,
        owner=ground.team["Kenzo"],
        novel_format="Le fournil filmé à hauteur de pâte",
    )
    slots = [("facebook", 4, time(17)), ("facebook", 6, time(6, 30)), ("instagram", 3, time(6, 30))]
    for platform, weekday, clock in slots:
        ground.make(ChannelSlot, channel=ground.channels[platform], weekday=weekday, time=clock)


def _objective(ground: Ground) -> None:
    """One that was reached, with its figures: nobody set another one since."""
    reached = ground.make(
        Objective,
        kind="sales",
        statement="Quarante commandes de gâteaux pour les communions",
        business_goal="Occuper le tour de l’après-midi au printemps",
        status="reached",
        kpi_name="Commandes de gâteaux",
        kpi_unit="commandes",
        baseline=22,
        target=40,
        start_on=ground.on(-240),
        due_on=ground.on(-100),
        measured_by="Le cahier de commandes, le dimanche soir",
        offline_attribution="On demande à la caisse : « Vous l’avez vu où ? »",
        owner=ground.team["Nadège"],
        closed_on=ground.on(-98),
        lesson="Les photos de gâteaux partis chez des clients ont tout fait. La remise n’a rien changé.",
    )
    reached.personas.set([ground.personas["Maëva"]])
    for days, value in ((-210, 24), (-180, 27), (-150, 35), (-120, 38), (-100, 43)):
        ground.make(Measure, objective=reached, on=ground.on(days), value=value)


def _listening(ground: Ground) -> None:
    plan = ground.make(
        ListeningPlan,
        purposes=["reputation", "feedback", "opportunities"],
        cadence_days=7,
        owner=ground.team["Nadège"],
        hours_per_week="0.5",
        first_session_on=ground.on(-100 - ground.on(-100).weekday()),
        session_time=time(14),
        alert_rule="Si quelqu’un se dit malade après avoir mangé chez nous : appeler Nadège tout de suite.",
    )
    places = {
        kind: ground.make(ListeningSource, plan=plan, kind=kind, where=where, tool=tool, is_active=False)
        for kind, where, tool in [
            ("reviews", "Nos avis Google", "L’appli, sur le téléphone de Nadège"),
            ("community", "Le groupe « Les gens de Terres-Sainville »", "Le compte de Kenzo"),
            ("care", "Ce qui se dit à la caisse", "Un carnet sous le comptoir"),
        ]
    }
    for family, text, exclude in [
        ("brand", "trois filaos", "plage"),
        ("product", "pain au beurre, gâteau communion", ""),
        ("competitor", "Boulangerie du Marché", ""),
        ("sector", "boulangerie Fort-de-France", "emploi"),
    ]:
        ground.make(ListeningKeyword, plan=plan, family=family, text=text, exclude=exclude)
    ground.make(
        Insight,
        on=ground.on(-45),
        source=places["care"],
        what="« À midi il n’y a plus de pain complet, on ne sait jamais. »",
        so_what="Ils ne viennent plus le midi, faute de savoir.",
        decision="Dire en story ce qu’il reste, à onze heures.",
        persona=ground.personas["Ludovic"],
    )
    ground.make(
        Insight,
        on=ground.on(-59),
        source=places["reviews"],
        what="Trois avis de suite parlent du sourire de Kenzo, aucun du prix.",
        so_what="On vient pour l’accueil. Nos publications ne montrent que des prix.",
        persona=ground.personas["Man Josette"],
    )


def _answering(ground: Ground) -> None:
    nadege, kenzo = ground.team["Nadège"], ground.team["Kenzo"]
    policy = ground.make(
        ResponsePolicy,
        opening_hours="Du lundi au vendredi, de 14 h à 16 h",
        auto_reply="Le four n’attend pas : nous vous répondons après 14 h.",
        moderation="Les insultes, les attaques contre une personne, la publicité. Une critique reste, et reçoit une "
        "réponse.",
    )
    cases = [
        ("question", "answer", 24, kenzo, "", ""),
        ("compliment", "thank", 48, kenzo, "", "Merci Josiane ! Siméon rougit jusqu’au pétrin."),
        ("complaint", "private", 4, nadege, "Nadège", "Vous avez raison, ce n’est pas notre pain. Passez me voir ?"),
        ("insult", "hide", 12, nadege, "Nadège", ""),
        ("crisis", "escalate", 1, nadege, "Nadège, puis l’assureur", ""),
    ]
    for kind, action, hours, who, escalate, example in cases:
        ground.make(
            ResponseCase,
            policy=policy,
            kind=kind,
            action=action,
            within_hours=hours,
            who=who,
            escalate_to=escalate,
            example=example,
        )
    ground.make(
        Procedure,
        kind="approval",
        text="Qui écrit relit le lendemain. Un prix se vérifie à la caisse. Une personne en photo a dit oui.",
        owner=nadege,
        reviewed_on=ground.on(-90),
    )
    ground.make(
        Procedure,
        kind="crisis",
        text="Arrêter ce qui est programmé. Appeler Nadège. Répondre dans l’heure qu’on cherche à savoir.",
        owner=nadege,
        reviewed_on=ground.on(-90),
    )
    ground.make(
        CriticismLog,
        on=ground.on(-26),
        theme="Attente le dimanche",
        justified="yes",
        action="Une deuxième caisse de 8 h à 10 h",
        answered_publicly=True,
        closed_on=ground.on(-20),
    )
    ground.make(CriticismLog, on=ground.on(-8), theme="Prix de la baguette", justified="partly", answered_publicly=True)


def _means(ground: Ground) -> None:
    ground.make(
        Absence,
        member=ground.team["Kenzo"],
        first_day=ground.on(44),
        last_day=ground.on(54),
        note="Chez sa sœur, à Cayenne",
    )
    ground.make(BudgetLine, kind="promotion", label="Une annonce pour les communions", monthly_eur=15)
    ground.make(BudgetLine, kind="production", label="Photographe, deux fois par an", monthly_eur=30)


def _community(ground: Ground) -> None:
    for rung, people in enumerate((2400, 1900, 420, 160, 48, 37, 9, 3, 2), start=1):
        ground.make(CommunityNote, rung=rung, people=people, on=ground.on(-30))
    ground.make(
        Advocate,
        label="Josiane, la couturière",
        consents=True,
        last_contact_on=ground.on(-12),
        next_step="Lui faire goûter le pain au giraumon avant tout le monde",
    )
    ground.make(Advocate, label="@mangé.péyi", rung=8, next_step="Lui demander s’il veut bien figurer ici")
    ground.make(
        Partner,
        name="La Table d’Ida",
        handle="@latabledida",
        vetting="Cuisinière du quartier, cite ses fournisseurs, ne vend pas ses éloges.",
        counterpart="product",
        value_eur=240,
        label_text="Collaboration commerciale",
    )


def _reviews(ground: Ground) -> None:
    ground.make(
        ReviewLog,
        persona=ground.personas["Maëva"],
        on=ground.on(-20),
        by=ground.owner,
        still_there="yes",
        behaviour_changed="no",
        decision="keep",
        note="Trois clientes sur trois nous ont trouvés en photo avant de commander.",
        next_on=ground.on(160),
    )
    ground.make(
        ReviewLog,
        channel=ground.channels["facebook"],
        on=ground.on(-75),
        by=ground.owner,
        still_there="yes",
        behaviour_changed="yes",
        learns="unsure",
        listens="no",
        proves="unsure",
        fits_values="yes",
        decision="change",
        note="Ils lisent, ils ne commentent plus : il faut poser des questions, pas seulement annoncer.",
        next_on=ground.on(18),
    )
