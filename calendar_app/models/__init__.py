"""What was decided, what is published, and what was set aside."""

from .approval import GuestLink, SharedPost, Submission, SummaryMail, Verdict, WeekReview
from .campaigns import Campaign, Closure
from .catalogue import Benchmark, Kpi, Observance, Preset
from .channels import AudienceSnapshot, Channel, ChannelSlot, ChannelTest
from .checking import CheckDay, RuleSetting, Waiver
from .community import Advocate, CommunityNote, Partner, Rung
from .days import DayNote, KeyDate, SchoolBreak
from .feeds import Feed
from .listening import Insight, ListeningKeyword, ListeningPlan, ListeningSource
from .media import Media
from .objectives import Measure, Objective
from .posts import Post
from .readiness import Readiness, ReadinessAction
from .resources import Absence, BudgetLine, Skill, TeamMember
from .response import CriticismLog, Procedure, ResponseCase, ResponsePolicy
from .reviews import ReviewLog
from .saved import SavedView
from .series import PostTemplate, Series
from .strategy import Pillar, Strategy, StrategySection
from .talk import Comment, Editing, Notice
from .versions import PostRevision, RevisionPicture
from .voice import BrandVoice

__all__ = [
    "Absence",
    "Advocate",
    "AudienceSnapshot",
    "Benchmark",
    "BrandVoice",
    "BudgetLine",
    "Campaign",
    "Channel",
    "ChannelSlot",
    "ChannelTest",
    "CheckDay",
    "Closure",
    "Comment",
    "CommunityNote",
    "CriticismLog",
    "DayNote",
    "Editing",
    "Feed",
    "GuestLink",
    "Insight",
    "KeyDate",
    "Kpi",
    "ListeningKeyword",
    "ListeningPlan",
    "ListeningSource",
    "Measure",
    "Media",
    "Notice",
    "Objective",
    "Observance",
    "Partner",
    "Pillar",
    "Post",
    "PostRevision",
    "PostTemplate",
    "Preset",
    "Procedure",
    "Readiness",
    "ReadinessAction",
    "ResponseCase",
    "ResponsePolicy",
    "ReviewLog",
    "RevisionPicture",
    "RuleSetting",
    "Rung",
    "SavedView",
    "SchoolBreak",
    "Series",
    "SharedPost",
    "Skill",
    "Strategy",
    "StrategySection",
    "Submission",
    "SummaryMail",
    "TeamMember",
    "Verdict",
    "Waiver",
    "WeekReview",
]
