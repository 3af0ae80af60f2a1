"""Addresses below /w/<workspace>/."""

from django.urls import include, path

from .views import calendar, check, editor, feeds, posts, strategy, workspace

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
    path("channels/new/", strategy.channel_new, name="channel-new"),
    path("channels/<int:channel_id>/", strategy.channel_edit, name="channel"),
    path("channels/<int:channel_id>/delete/", strategy.channel_delete, name="channel-delete"),
    path("objectives/new/", strategy.objective_new, name="objective-new"),
    path("objectives/<int:objective_id>/", strategy.objective_edit, name="objective"),
    path("objectives/<int:objective_id>/delete/", strategy.objective_delete, name="objective-delete"),
    path("pillars/new/", strategy.pillar_new, name="pillar-new"),
    path("pillars/<int:pillar_id>/", strategy.pillar_edit, name="pillar"),
    path("pillars/<int:pillar_id>/delete/", strategy.pillar_delete, name="pillar-delete"),
    path("listening/", strategy.listening, name="listening"),
    path("team/new/", strategy.team_member_new, name="team-member-new"),
    path("team/<int:team_member_id>/", strategy.team_member_edit, name="team-member"),
    path("team/<int:team_member_id>/delete/", strategy.team_member_delete, name="team-member-delete"),
]

# /w/<workspace>/check/
check_urls = [
    path("", check.report, name="check"),
    path("summary/", check.summary, name="check-summary"),
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
    path("check/", include(check_urls)),
    path("feeds/", include(feed_urls)),
    path("settings/", workspace.settings, name="workspace-settings"),
    path("demo/remove/", workspace.demo_remove, name="demo-remove"),
]
