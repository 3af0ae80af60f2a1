"""What the five articles claim, in our own words, and where the product answers: a field, a screen, a rule, or none.

The numbers are those that rules name in `seeds`: S0 to S4 are the articles, then the claim's place in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ARTICLES = {
    "S0": "Presence on social networks, and new platforms",
    "S1": "Whether brands should leave social networks",
    "S2": "Small firms and social media",
    "S3": "Twelve errors",
    "S4": "Why and how to use social media: four key points",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. `fields` are written Model.field, `screens` are names of addresses, `rules` are slugs.

    `later` are rules not yet written; `why` says why none is needed when nothing else is named, else adds a word.
    """

    id: str
    text: str
    fields: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    why: str = ""


# Claim | field | screen | rule | rule to come | why. Names in one cell are parted by blanks; an indented line goes on.
TABLE = """
S0-1 Hardly any organisation can leave social networks out of its communication | Readiness.other_channels
    Post.media_type | readiness | | | Absence raises no alarm: another article says that leaving is fine.
S0-2 That they are only for the young is a myth | PlatformAudience.age_min PlatformAudience.share | fit | | |
S0-3 Ages spread over platforms, with tendencies | PlatformAudience.share PlatformAudience.year | fit |
    persona-platform-mismatch | |
S0-4 Ask who your own customers are and where they spend their time | Persona.relation Persona.platforms
    Persona.evidence_type | persona-edit | no-persona persona-unreached | |
S0-5 Ask it again: audiences and habits move | ReviewLog.still_there ReviewLog.behaviour_changed ReviewLog.decision |
    reviews review-new persona-review | persona-review-overdue platform-review-overdue | |
S0-6 A fashionable platform obliges nobody | Channel.reason | channel-edit | trend-chasing | |
S0-7 Platforms come in waves, one after another | Platform.maturity Platform.succeeds | channel-new | | | Site staff add
    a platform without code.
S0-8 A new platform may be joined as a test | ChannelTest.hypothesis ChannelTest.threshold ChannelTest.end_on |
    channel-trial channel-trial-end | trend-chasing test-without-frame test-overdue | |
S0-9 A test is a chance to be a pioneer with little money | ChannelTest.novel_format ChannelTest.budget_eur |
    channel-trial | too-many-tests | |
S0-10 This is work like any other | TeamMember.hours_per_week Post.owner | means | no-time-budget workload-over-capacity
    | |
S0-11 Try your content on yourself: would you stop for it? | Post.value | post | | | The value declared on the post is
    that question; a score of taste would only pretend.
S0-12 Attention is won in the first seconds | Platform.visible_chars | post | hook-hidden | |
S0-13 “Buy my product” vanishes; experience matters more | Post.intent Post.value | post | hard-sell | |
S0-14 Advertising bores unless it amuses or interests | Post.intent Post.value | post | hard-sell | |
S0-15 The first aim is interaction | Post.invites_reply Objective.kind | objectives | broadcast-only sales-only | |
S0-16 A glimpse of daily life makes people recognise themselves | Pillar.kind | pillar | impersonal-feed | |
S0-17 You cannot please everyone | Post.persona | post | | | One criticism raises no alarm; the persona says whom a post
    is for.
S0-18 Judge actions by what they bring to the organisation | Post.objective Objective.business_goal | objective |
    vanity-only unlinked-post | |
S0-19 Social media belongs to business between firms too | Workspace.market Workspace.preset | workspace-settings | | |
S0-20 A list of points is announced, and is not in the text we have | | | | | The list is missing, and one must not be
    invented.
S1-1 Networks are no end in themselves | Channel.purpose Objective.statement | channel-edit objectives | no-objective |
    |
S1-2 Nearly everybody uses them on a phone | Platform.visible_chars Readiness.website_mobile | post readiness |
    hook-hidden missing-captions | |
S1-3 Everybody fights for attention there | Channel.differentiator | channel-edit | | |
S1-4 A brand may leave rather than chase unlikely results | Channel.left_on Channel.exit_reason Channel.farewell |
    channel-pause channel-leave | | |
S1-5 Few adults find it cool to be tied to a brand | | | | | A figure of its year: it illustrates, and measures nothing
    in a plan.
S1-6 Brands are uninvited guests who ignore expectations | Persona.expectations Post.persona_need | persona-edit |
    no-persona persona-incomplete | |
S1-7 Most people do not think brands share anything interesting | Post.value | post | no-value | |
S1-8 Sponsored floods and doubtful influencers push too far | Post.intent Post.media_type Partner.vetting | partners |
    only-commercial promo-overload | |
S1-9 Their first functions are reach and engagement | Objective.kind Objective.kpi | objectives | | |
S1-10 Know consumers rather than talk of the brand | Post.about Insight.what Insight.so_what | insights | self-centred |
    |
S1-11 Publish less and listen more | ListeningSource.kind ListeningPlan.hours_per_week Channel.weekly_target | listening
    | no-listening-plan listening-incomplete cadence-above-max burst | |
S1-12 “Listen to us and pay” no longer works | Post.intent | post | only-commercial hard-sell | |
S1-13 No use staying when aims are missed or unproved | ReviewLog.proves Measure.value | reviews measure-new |
    objective-not-smart vanity-only stay-without-proof | |
S1-14 Few can prove a return | Objective.measured_by Measure.on | objective | stay-without-proof | |
S1-15 Object to opaque algorithms, even leave | ReviewLog.fits_values Channel.exit_reason | review-new channel-leave |
    rented-land-only values-conflict | |
S1-16 Go about it calmly: the consumer is in control | ResponsePolicy.moderation | answering | | | No screen promises
    reach.
S2-1 A flood of advice has not helped | | check | | | The report shows five findings first, in plain words, each with
    what to do.
S2-2 Small firms have a vague idea of what a brand is | BrandVoice.mission BrandVoice.values | voice | no-brand-voice |
    |
S2-3 Or take it for a product's name | BrandVoice.promise | voice | no-brand-voice | |
S2-4 Means are needed: people, equipment, content, skills, time | TeamMember.skills TeamMember.hours_per_week
    BudgetLine.kind Readiness.existing_material | means readiness | skills-gap no-time-budget | |
S2-5 Alone one needs training; help costs; a hire must say nothing silly | TeamMember.kind Procedure.text
    ReadinessAction.text | means procedures | fragile-staffing skills-gap no-procedures | |
S2-6 A part-timer must be briefed; two hours a week are two hours | TeamMember.hours_per_week Procedure.text | means
    procedures | | | A plan of two hours a week is a valid plan.
S2-7 Being everywhere brings a small firm nothing | Channel.status | channels | too-many-platforms | |
S2-8 So they take the most popular | Channel.reason | channel-edit | popularity-only | |
S2-9 And the web site: is there one, how old? | Readiness.website_url Readiness.website_overhauled_on | readiness |
    website-not-ready | |
S2-10 Its overhaul is always for next quarter | ReadinessAction.due_on ReadinessAction.done_on | readiness-action-new |
    website-not-ready | |
S2-11 Managers want turnover only | Objective.kind | objectives | sales-only | |
S2-12 Customers' habits changed while advertising did not | ReviewLog.behaviour_changed | review-new | | |
S2-13 A local shop is told it needs a page: and then? | Readiness.local_clientele_share Channel.purpose | readiness
    channel-edit | | |
S2-14 Failures came from lack of preparation | Readiness.is_ready | readiness | readiness-gap | |
S2-15 Many marketers are unsure of effects | | | | | A figure of its year; what it asks for, measuring, stands under
    S1-14.
S2-16 A happy customer defends you, an unhappy one harms you | ResponseCase.kind Advocate.label | answering community |
    ambassadors-unattended | |
S2-17 Being nice is not enough: keep the promise | BrandVoice.promise | voice | seasonal-clash offer-without-terms | |
S2-18 Write procedures and control what goes out | Procedure.kind Post.status | procedures | no-procedures
    unapproved-soon placeholder-left | |
S2-19 Disappointed customers advise against you | ResponseCase.within_hours | answering | | |
S2-20 It goes better where communication exists already | Readiness.existing_material | readiness | | |
S2-21 “Let us just buy advertising” | Post.media_type BudgetLine.monthly_eur | means | paid-only | |
S2-22 Many likes, few purchases, nobody in the shop knows | Objective.offline_attribution Kpi.family | objective |
    vanity-only | |
S2-23 Networks ease visits, not sales; seduce first | Objective.kind | objectives | sales-only | |
S2-24 Charm and group effect, and e-mail besides | Platform.category CommunityNote.people | community channels |
    rented-land-only | |
S2-25 Take stock before launching | Readiness.audit_done_on Readiness.audit_note | readiness | readiness-gap | |
S2-26 Owned, paid and earned are three things | Post.media_type | post | paid-only | |
S2-27 It is not for large companies alone | TeamMember.hours_per_week | means | | | Benchmarks scale with hours, never
    with size.
S2-28 It is not simple | | help rules | | | Forms are short, and each rule explains itself.
S2-29 Nobody needs to be there day and night | ResponsePolicy.opening_hours Absence.first_day | answering means |
    slow-response holiday-unstaffed | |
S2-30 Not every message is shown, not every ad clicked | | post-duplicate | | | A post can be said again: copying it is
    one click.
S2-31 One has to organise, think in time, anticipate | Post.local_date | calendar | planning-horizon-short
    all-improvised | |
S2-32 Three questions: of use to us, ready, in keeping? | Readiness.in_interest Readiness.is_ready
    Readiness.fits_philosophy | readiness | readiness-gap | |
S2-33 Whatever the answers, adapt, and not anyhow | ReadinessAction.question ReadinessAction.text | readiness-action-new
    | | | A “no” opens an action and blocks nothing.
S2-34 Many promises, much disappointment, single views | Benchmark.source Benchmark.year | rule | | | Each benchmark is
    shown with its source and year.
S2-35 Start gently; think two or three years ahead | Strategy.horizon_months Strategy.started_on | strategy |
    impatient-target short-horizon too-many-tests | |
S2-36 The adventure teaches us who we are | Objective.lesson ReviewLog.learns | objective-close reviews | | |
S3-0 Aims are awareness, visits, sales, leads | Objective.kind | objectives | | |
S3-1 Error 1: no money for promotion, listening, measuring | BudgetLine.kind BudgetLine.monthly_eur | means | no-budget
    | |
S3-2 Error 2: too few people for the time it takes | TeamMember.hours_per_week Absence.first_day | means |
    no-time-budget workload-over-capacity dead-account | |
S3-3 Often a side job, interns, or outsiders for what is strategic | TeamMember.kind | means | fragile-staffing | |
S3-4 Error 3: no listening | ListeningPlan.cadence_days | listening | no-listening-plan objective-without-plan
    listening-incomplete | |
S3-5 Listen first, and find where you are talked of | Channel.reason ListeningPlan.first_session_on | listening |
    platform-before-listening | |
S3-6 Listening serves reputation, openings, rivals, the field | ListeningPlan.purposes ListeningKeyword.family |
    listening-edit | listening-incomplete | |
S3-7 People expect dialogue, not broadcasting | Post.invites_reply | post | broadcast-only | |
S3-8 Error 4: no conversation, with people and among them | Post.invites_reply Post.about | post | broadcast-only
    engagement-bait rhetorical-question | |
S3-9 Error 5: comments left without answer | ResponseCase.kind ResponseCase.escalate_to | answering |
    objective-without-plan no-response-policy slow-response | |
S3-10 People want help where they are | Channel.responder Channel.backup | channel-edit | no-response-policy | |
S3-11 Error 6: criticism ignored leads downhill | CriticismLog.action CriticismLog.answered_publicly | criticism |
    criticism-ignored | |
S3-12 Not every criticism is just; some improves the product | CriticismLog.justified CriticismLog.theme |
    criticism-entry | criticism-ignored | |
S3-13 Error 7: formatted and automatic answers | ResponsePolicy.templates_only ResponsePolicy.auto_reply
    ResponseCase.personal | answering | canned-replies impersonal-text | |
S3-14 Error 8: bought fans, false reviews, hidden advertising | Partner.counterpart Partner.label_text | partners |
    undisclosed-sponsorship disclosure-ambiguous disclosure-hidden bought-audience | |
S3-15 Error 9: nothing useful; every brand is a publisher | Post.value Post.persona_need | post | no-value | |
S3-16 Error 10: only selling, though selling is welcome | Post.intent | post | only-commercial promo-overload
    promo-streak intent-mismatch | |
S3-17 A buy button is no answer: make the way smooth | Post.link Readiness.website_mobile | readiness | | | No rule
    forbids selling.
S3-18 Error 11: an impersonal brand does not stand out | BrandVoice.adjectives BrandVoice.we_say Pillar.kind | voice |
    no-brand-voice impersonal-feed impersonal-text | |
S3-19 Error 12: impatience; trust takes months | Objective.start_on Objective.due_on Strategy.horizon_months |
    objectives | impatient-target short-horizon quit-too-early | |
S3-20 Who tests a product must be free to say what they think | Partner.free_opinion | partner | | |
S4-1 Services that let people converse and interact | Platform.is_conversational | channels | | |
S4-2 Interest 1: dialogue makes a real relation | Post.invites_reply | post | broadcast-only | |
S4-3 Interest 2: interactions show engagement and spread | CommunityNote.rung CommunityNote.people Kpi.family |
    community | | |
S4-4 Interest 3: reach people at any time, on the move | ChannelSlot.weekday ChannelSlot.time | channel-slots | | | No
    alarm for a “best time”.
S4-5 Social media is wider than networks: blogs, forums | Platform.category | channels | | |
S4-6 Platforms fall into six categories | Platform.category | channels | | |
S4-7 Professional networks help between firms | Workspace.market Platform.professional_bonus | fit | | |
S4-8 The community is central | CommunityNote.rung | community | | |
S4-9 The more engaged it is, the better it converts | CommunityNote.people Measure.value | community objective | | |
S4-10 It is everyone, on every medium, around one interest | CommunityNote.people | community | | |
S4-11 Ninety listen, nine join in, one engages | CommunityNote.rung CommunityNote.people | community |
    unrealistic-engagement | |
S4-12 The ninety listen, sometimes barely | Post.value | post | no-value | |
S4-13 Engagement has nine rungs | CommunityNote.rung Advocate.rung | community | ladder-gap | |
S4-14 Ambassadors speak up for the brand | Advocate.label Advocate.consents Advocate.last_contact_on | advocate-new |
    ambassadors-unattended | |
S4-15 The question is how to use them well | | strategy | | | No alarm: the screens of the strategy are the answer.
S4-16 Seven reasons to be there | Objective.kind Post.link | objectives | objective-without-plan link-missing | |
S4-17 Doubters tried things without a return | Objective.lesson Measure.note | objective-close | | |
S4-18 Firms give up for the same four reasons | Channel.exit_reason Channel.archive_note | channel-leave |
    quit-too-early | |
S4-19 Key 1: know your target | Persona.name Persona.summary | personas | no-persona | |
S4-20 Which media does it use, how, expecting what? | PersonaPlatform.usage Persona.expectations Persona.needs |
    persona-edit | persona-incomplete persona-platform-mismatch | |
S4-21 Key 3: choose few media, by target and by means | Channel.personas TeamMember.skills BudgetLine.monthly_eur |
    channels fit | platform-without-persona too-many-platforms persona-unreached persona-platform-mismatch skills-gap
    no-budget copy-paste-crosspost | |
S4-22 Key 2: a strategy in your head does not exist | StrategySection.text Strategy.external_link | strategy
    strategy-text | undocumented-strategy | |
S4-23 Key 4: a calendar of useful content, regularly | Post.local_date Post.value Channel.weekly_target | calendar |
    empty-calendar publishing-gap over-char-limit no-value pillar-imbalance planning-horizon-short cadence-below-min
    all-improvised no-breathing-room copy-paste-crosspost repeat-same-platform unlinked-post | |
S4-24 It tells what to publish each day and cures the blank page | Post.local_date Insight.idea | calendar feeds | | |
S4-25 Objectives come first | Objective.statement Objective.start_on | objectives | no-objective objective-not-smart | |
S4-26 Without strategy means are wasted and the name may suffer | Procedure.kind StrategySection.text | procedures
    strategy | no-procedures undocumented-strategy | |
S4-27 Powerful, to be handled with care | Post.status | post check | | | A post is approved before it goes out, and
    checked while it is written.
"""


def claims() -> Iterator[Claim]:
    """Every claim, in the order of the articles. Raises ValueError when a line of the table is not of six cells."""
    for line in re.sub(r"\n +", " ", TABLE).strip().splitlines():
        about, fields, screens, rules, later, why = (cell.strip() for cell in line.split("|"))
        number, _, text = about.partition(" ")
        yield Claim(number, text, *(tuple(cell.split()) for cell in (fields, screens, rules, later)), why)
