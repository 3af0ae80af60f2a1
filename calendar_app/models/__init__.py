"""What was decided, what is published, and what was set aside."""

from .channels import Channel
from .checking import RuleSetting, Waiver
from .feeds import Feed
from .listening import ListeningKeyword, ListeningPlan, ListeningSource
from .media import Media
from .objectives import Objective
from .posts import Post
from .resources import TeamMember
from .strategy import Pillar, Strategy, StrategySection

__all__ = [
    "Channel",
    "Feed",
    "ListeningKeyword",
    "ListeningPlan",
    "ListeningSource",
    "Media",
    "Objective",
    "Pillar",
    "Post",
    "RuleSetting",
    "Strategy",
    "StrategySection",
    "TeamMember",
    "Waiver",
]
