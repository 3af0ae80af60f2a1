"""Addresses below /w/<workspace>/."""

from django.urls import include, path

from .views import (
    calendar,
    channels,
    check,
    editor,
    feeds,
    measures,
    objectives,
    posts,
    presence,
    strategy,
    workspace,
)

# /w/<workspace>/posts/
post_urls = [
    path("new/", editor.post_new, name="post-new"),
    path("<int:post_id>/", editor.post_open, name="post"),
    path("<int:post_id>/save/", editor.post_save, name="post-save"),
    path("<int:post_id>/move/", posts.post_move, name="post-move"),
    path("<int:post_id>/duplicate/", posts.post_duplicate, name="post-duplicate"),
    path("<int:post_id>/delete/", posts.post_delete, name="post-delete"),
    path("<int:post_id>/restore/", posts.post_restore, name="post-restore"),
    path("trash/", posts.post_trash, name="post-trash"),
]

# /w/<workspace>/strategy/
strategy_urls = [
    path("", strategy.overview, name="strategy"),
    path("text/", strategy.strategy_text, name="strategy-text"),
    path("pillars/new/", strategy.pillar_new, name="pillar-new"),
    path("pillars/<int:pillar_id>/", strategy.pillar_edit, name="pillar"),
    path("pillars/<int:pillar_id>/delete/", strategy.pillar_delete, name="pillar-delete"),
    path("listening/", strategy.listening, name="listening"),
    path("team/new/", strategy.team_member_new, name="team-member-new"),
    path("team/<int:team_member_id>/", strategy.team_member_edit, name="team-member"),
    path("team/<int:team_member_id>/delete/", strategy.team_member_delete, name="team-member-delete"),
]

# /w/<workspace>/strategy/channels/
channel_urls = [
    path("", channels.channel_list, name="channels"),
    path("new/", channels.channel_new, name="channel-new"),
    path("fit/", channels.fit, name="fit"),
    path("<int:channel_id>/", channels.channel, name="channel"),
    path("<int:channel_id>/edit/", channels.channel_edit, name="channel-edit"),
    path("<int:channel_id>/delete/", channels.channel_delete, name="channel-delete"),
    path("<int:channel_id>/slots/", channels.channel_slots, name="channel-slots"),
    path("<int:channel_id>/adopt/", presence.channel_adopt, name="channel-adopt"),
    path("<int:channel_id>/pause/", presence.channel_pause, name="channel-pause"),
    path("<int:channel_id>/resume/", presence.channel_resume, name="channel-resume"),
    path("<int:channel_id>/leave/", presence.channel_leave, name="channel-leave"),
    path("<int:channel_id>/trial/", presence.channel_trial, name="channel-trial"),
    path("<int:channel_id>/trial/end/", presence.channel_trial_end, name="channel-trial-end"),
]

# /w/<workspace>/strategy/objectives/
objective_urls = [
    path("", objectives.objective_list, name="objectives"),
    path("new/", objectives.objective_new, name="objective-new"),
    path("<int:objective_id>/", objectives.objective, name="objective"),
    path("<int:objective_id>/edit/", objectives.objective_edit, name="objective-edit"),
    path("<int:objective_id>/delete/", objectives.objective_delete, name="objective-delete"),
    path("<int:objective_id>/close/", objectives.objective_close, name="objective-close"),
    path("<int:objective_id>/reopen/", objectives.objective_reopen, name="objective-reopen"),
    path("<int:objective_id>/measures/", measures.measure_new, name="measure-new"),
    path("<int:objective_id>/measures/<int:measure_id>/", measures.measure_edit, name="measure"),
    path("<int:objective_id>/measures/<int:measure_id>/delete/", measures.measure_delete, name="measure-delete"),
]

# /w/<workspace>/check/
check_urls = [
    path("", check.report, name="check"),
    path("waive/", check.waive, name="waive"),
    path("waivers/<int:waiver_id>/lift/", check.lift_waiver, name="waiver-lift"),
]

# /w/<workspace>/feeds/
feed_urls = [
    path("", feeds.feed_list, name="feeds"),
    path("<int:feed_id>/rotate/", feeds.feed_rotate, name="feed-rotate"),
    path("<int:feed_id>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("download/", feeds.download, name="ical-download"),
]

urlpatterns = [
    path("", calendar.home, name="workspace"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("posts/", include(post_urls)),
    path("strategy/", include(strategy_urls)),
    path("strategy/channels/", include(channel_urls)),
    path("strategy/objectives/", include(objective_urls)),
    path("check/", include(check_urls)),
    path("feeds/", include(feed_urls)),
    path("settings/", workspace.settings, name="workspace-settings"),
    path("demo/remove/", workspace.demo_remove, name="demo-remove"),
]
