"""Addresses below /w/<workspace>/."""

from django.urls import include, path

from .views import (
    answering,
    approval,
    archive,
    audience,
    board,
    brought,
    calendar,
    campaigns,
    cards,
    channels,
    check,
    community,
    dates,
    document,
    editing,
    editor,
    feeds,
    finding,
    gaps,
    history,
    ideas,
    incoming,
    insights,
    listening,
    log,
    making,
    means,
    measures,
    media,
    notices,
    objectives,
    outgoing,
    post_templates,
    posting,
    posts,
    presence,
    previews,
    putting_off,
    queue,
    readiness,
    reasons,
    reviews,
    revisions,
    rule_settings,
    saved,
    series,
    sharing,
    shift,
    strategy,
    summaries,
    tables,
    talk,
    todo,
    together,
    trash,
    versions,
    voice,
    weekly,
    welcome,
    workspace,
)

# /w/<workspace>/posts/
post_urls = [
    path("new/", editor.post_new, name="post-new"),
    path("new/check/", previews.post_new_check, name="post-new-check"),
    path("<int:post_id>/", editor.post_open, name="post"),
    path("<int:post_id>/save/", editor.post_save, name="post-save"),
    path("<int:post_id>/editing/", editing.post_editing, name="post-editing"),
    path("<int:post_id>/check/", previews.post_check, name="post-check"),
    path("<int:post_id>/move/", posts.post_move, name="post-move"),
    path("<int:post_id>/move/preview/", previews.move_preview, name="move-preview"),
    path("<int:post_id>/place/", board.post_place, name="post-place"),
    path("<int:post_id>/publish/", posting.post_publish, name="post-publish"),
    path("<int:post_id>/posted/", posting.post_posted, name="post-posted"),
    path("<int:post_id>/card/", cards.post_card, name="post-card"),
    path("<int:post_id>/intent/", posts.post_intent, name="post-intent"),
    path("<int:post_id>/duplicate/", posts.post_duplicate, name="post-duplicate"),
    path("<int:post_id>/copy/", making.post_copy, name="post-copy"),
    path("<int:post_id>/plan/", making.post_plan, name="post-plan"),
    path("<int:post_id>/repeat/", series.post_repeat, name="post-repeat"),
    path("<int:post_id>/also/", series.post_also, name="post-also"),
    path("<int:post_id>/series/delete/", series.series_delete, name="post-series-delete"),
    path("<int:post_id>/keep/", post_templates.post_keep, name="post-keep"),
    path("line/", making.post_line, name="post-line"),
    path("slots/", making.slots, name="slots"),
    path("series/<int:series_id>/", series.series, name="series"),
    path("templates/", post_templates.template_list, name="post-templates"),
    path("templates/new/", post_templates.template_new, name="post-template-new"),
    path("templates/<int:post_template_id>/", post_templates.template_edit, name="post-template"),
    path("templates/<int:post_template_id>/delete/", post_templates.template_delete, name="post-template-delete"),
    path("templates/<int:post_template_id>/use/", post_templates.template_use, name="post-template-use"),
    path("<int:post_id>/delete/", posts.post_delete, name="post-delete"),
    path("<int:post_id>/restore/", posts.post_restore, name="post-restore"),
    path("<int:post_id>/versions/", versions.post_versions, name="post-versions"),
    path("<int:post_id>/versions/look/", versions.post_versions_look, name="post-versions-look"),
    path("<int:post_id>/adapt/", versions.post_adapt, name="post-adapt"),
    path("media/<int:media_id>/", media.media_file, name="media-file"),
    path("media/<int:media_id>/small/", media.media_thumbnail, name="media-thumbnail"),
    path("<int:post_id>/submit/", approval.post_submit, name="post-submit"),
    path("<int:post_id>/withdraw/", approval.post_withdraw, name="post-withdraw"),
    path("<int:post_id>/reopen/", approval.post_reopen, name="post-reopen"),
    path("<int:post_id>/shift/", shift.post_shift, name="post-shift"),
    path("<int:post_id>/history/", history.post_history, name="post-history"),
    path("<int:post_id>/postpone/", putting_off.post_postpone, name="post-postpone"),
    path("<int:post_id>/cancel/", putting_off.post_cancel, name="post-cancel"),
    path("<int:post_id>/revisions/", revisions.post_revisions, name="post-revisions"),
    path(
        "<int:post_id>/revisions/<int:revision_id>/restore/",
        revisions.post_revision_restore,
        name="post-revision-restore",
    ),
    path("together/", together.posts_together, name="posts-together"),
    path("trash/", trash.post_trash, name="post-trash"),
    path("trash/empty/", trash.trash_empty, name="trash-empty"),
    path("<int:post_id>/purge/", trash.post_purge, name="post-purge"),
]

# /w/<workspace>/review/
queue_urls = [
    path("", queue.review_queue, name="review-queue"),
    path("approve/", queue.review_all, name="review-all"),
    path("<int:post_id>/", queue.post_review, name="post-review"),
    path("<int:post_id>/approve/", queue.post_approve, name="post-approve"),
    path("<int:post_id>/send-back/", queue.post_send_back, name="post-send-back"),
    path("<int:post_id>/read/", queue.post_read_over, name="post-read-over"),
]

# /w/<workspace>/ideas/
idea_urls = [
    path("", ideas.ideas, name="ideas"),
    path("heard/<int:insight_id>/plan/", ideas.insight_plan, name="insight-plan"),
    path("prompts/plan/", ideas.prompt_plan, name="prompt-plan"),
]

# /w/<workspace>/strategy/
strategy_urls = [
    path("", strategy.overview, name="strategy"),
    path("text/", strategy.strategy_text, name="strategy-text"),
    path("pillars/new/", strategy.pillar_new, name="pillar-new"),
    path("pillars/<int:pillar_id>/", strategy.pillar_edit, name="pillar"),
    path("pillars/<int:pillar_id>/delete/", strategy.pillar_delete, name="pillar-delete"),
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
    path("<int:channel_id>/audience/new/", audience.audience_new, name="audience-new"),
    path("<int:channel_id>/audience/<int:audience_id>/", audience.audience_edit, name="audience"),
    path("<int:channel_id>/audience/<int:audience_id>/delete/", audience.audience_delete, name="audience-delete"),
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

# /w/<workspace>/strategy/
groundwork_urls = [
    path("readiness/", readiness.readiness, name="readiness"),
    path("readiness/save/", readiness.readiness_save, name="readiness-save"),
    path("readiness/actions/new/", readiness.readiness_action_new, name="readiness-action-new"),
    path("readiness/actions/<int:readiness_action_id>/", readiness.readiness_action_edit, name="readiness-action"),
    path(
        "readiness/actions/<int:readiness_action_id>/delete/",
        readiness.readiness_action_delete,
        name="readiness-action-delete",
    ),
    path(
        "readiness/actions/<int:readiness_action_id>/done/",
        readiness.readiness_action_done,
        name="readiness-action-done",
    ),
    path("voice/", voice.voice, name="voice"),
    path("voice/save/", voice.voice_save, name="voice-save"),
    path("answering/", answering.answering, name="answering"),
    path("answering/save/", answering.answering_save, name="answering-save"),
    path("procedures/", answering.procedures, name="procedures"),
    path("procedures/save/", answering.procedures_save, name="procedures-save"),
    path("criticism/", answering.criticism, name="criticism"),
    path("criticism/new/", answering.criticism_new, name="criticism-new"),
    path("criticism/<int:criticism_id>/", answering.criticism_edit, name="criticism-entry"),
    path("criticism/<int:criticism_id>/delete/", answering.criticism_delete, name="criticism-delete"),
    path("criticism/<int:criticism_id>/close/", answering.criticism_close, name="criticism-close"),
    path("means/", means.means, name="means"),
    path("absences/new/", means.absence_new, name="absence-new"),
    path("absences/<int:absence_id>/", means.absence_edit, name="absence"),
    path("absences/<int:absence_id>/delete/", means.absence_delete, name="absence-delete"),
    path("budget/new/", means.budget_line_new, name="budget-line-new"),
    path("budget/<int:budget_line_id>/", means.budget_line_edit, name="budget-line"),
    path("budget/<int:budget_line_id>/delete/", means.budget_line_delete, name="budget-line-delete"),
    path("partners/", means.partners, name="partners"),
    path("partners/new/", means.partner_new, name="partner-new"),
    path("partners/<int:partner_id>/", means.partner_edit, name="partner"),
    path("partners/<int:partner_id>/delete/", means.partner_delete, name="partner-delete"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign-new"),
    path("campaigns/<int:campaign_id>/", campaigns.campaign_edit, name="campaign"),
    path("campaigns/<int:campaign_id>/shift/", shift.campaign_shift, name="campaign-shift"),
    path("campaigns/<int:campaign_id>/delete/", campaigns.campaign_delete, name="campaign-delete"),
    path("closed-days/new/", campaigns.closure_new, name="closure-new"),
    path("closed-days/<int:closure_id>/", campaigns.closure_edit, name="closure"),
    path("closed-days/<int:closure_id>/delete/", campaigns.closure_delete, name="closure-delete"),
    path("community/", community.community, name="community"),
    path("community/count/", community.community_count, name="community-count"),
    path("community/count/delete/", community.community_count_delete, name="community-count-delete"),
    path("advocates/new/", community.advocate_new, name="advocate-new"),
    path("advocates/<int:advocate_id>/", community.advocate_edit, name="advocate"),
    path("advocates/<int:advocate_id>/delete/", community.advocate_delete, name="advocate-delete"),
]

# /w/<workspace>/strategy/listening/
listening_urls = [
    path("", listening.listening, name="listening"),
    path("edit/", listening.listening_edit, name="listening-edit"),
    path("heard/", insights.insight_list, name="insights"),
    path("heard/new/", insights.insight_new, name="insight-new"),
    path("heard/<int:insight_id>/", insights.insight_edit, name="insight"),
    path("heard/<int:insight_id>/delete/", insights.insight_delete, name="insight-delete"),
    path("heard/<int:insight_id>/idea/", insights.insight_idea, name="insight-idea"),
]

# /w/<workspace>/strategy/reviews/
review_urls = [
    path("", reviews.review_list, name="reviews"),
    path("new/", reviews.review_new, name="review-new"),
    path("<int:review_id>/", reviews.review_edit, name="review"),
    path("<int:review_id>/delete/", reviews.review_delete, name="review-delete"),
]

# /w/<workspace>/strategy/document…
document_urls = [
    path("document/", document.document, name="document"),
    path("document.md", document.document_markdown, name="document-markdown"),
    path("document.docx", document.document_docx, name="document-docx"),
]

# /w/<workspace>/weekly/
weekly_urls = [
    path("", weekly.week_review, name="weekly"),
    path("carry/", weekly.week_carry, name="week-carry"),
    path("reviewed/", weekly.week_reviewed, name="week-reviewed"),
    path("unreviewed/", weekly.week_unreviewed, name="week-unreviewed"),
]

# /w/<workspace>/welcome/
welcome_urls = [
    path("space/", welcome.space, name="welcome-space"),
    path("platforms/", welcome.platforms, name="welcome-platforms"),
    path("personas/", welcome.personas, name="welcome-personas"),
    path("themes/", welcome.themes, name="welcome-themes"),
    path("posts/", welcome.posts, name="welcome-posts"),
    path("slots/withdraw/", welcome.slots_withdraw, name="slots-withdraw"),
    path("slots/restore/", welcome.slots_restore, name="slots-restore"),
]

# /w/<workspace>/check/
check_urls = [
    path("", check.report, name="check"),
    path("summary/", check.summary, name="check-summary"),
    path("waive/", check.waive, name="waive"),
    path("waivers/<int:waiver_id>/lift/", check.lift_waiver, name="waiver-lift"),
    path("waivers/<int:waiver_id>/renew/", check.renew_waiver, name="waiver-renew"),
    path("rules/", rule_settings.rule_list, name="rule-settings"),
    path("rules/switch/", rule_settings.rule_switch, name="rule-switch"),
    path("rules/waived/", rule_settings.rules_waived, name="rules-waived"),
    path("rules/presets/<slug:preset>/", rule_settings.rule_preset, name="rule-preset"),
    path("rules/of/<slug:rule>/", rule_settings.rule_setting, name="rule-setting"),
]

# /w/<workspace>/dates/
date_urls = [
    path("", dates.dates, name="dates"),
    path("key/new/", dates.key_date_new, name="key-date-new"),
    path("key/<int:key_date_id>/", dates.key_date_edit, name="key-date"),
    path("key/<int:key_date_id>/delete/", dates.key_date_delete, name="key-date-delete"),
    path("school/new/", dates.school_break_new, name="school-break-new"),
    path("school/<int:school_break_id>/", dates.school_break_edit, name="school-break"),
    path("school/<int:school_break_id>/delete/", dates.school_break_delete, name="school-break-delete"),
    path("school/zone/delete/", dates.school_zone_delete, name="school-zone-delete"),
    path("notes/new/", dates.day_note_new, name="day-note-new"),
    path("notes/<int:day_note_id>/", dates.day_note_edit, name="day-note"),
    path("notes/<int:day_note_id>/delete/", dates.day_note_delete, name="day-note-delete"),
    path("import/", brought.dates_import, name="dates-import"),
    path("import/confirm/", brought.dates_import_confirm, name="dates-import-confirm"),
]

# /w/<workspace>/views/
view_urls = [
    path("", saved.view_list, name="views"),
    path("new/", saved.view_new, name="view-new"),
    path("<int:view_id>/", saved.view_edit, name="view"),
    path("<int:view_id>/share/", saved.view_share, name="view-share"),
    path("<int:view_id>/unshare/", saved.view_unshare, name="view-unshare"),
    path("<int:view_id>/delete/", saved.view_delete, name="view-delete"),
]

# /w/<workspace>/feeds/
feed_urls = [
    path("", feeds.feed_list, name="feeds"),
    path("<int:feed_id>/rotate/", feeds.feed_rotate, name="feed-rotate"),
    path("<int:feed_id>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("download/", feeds.download, name="ical-download"),
    path("help/", feeds.feed_help, name="feed-help"),
    path("code/<str:half>.svg", feeds.code, name="feed-code"),
]

# /w/<workspace>/share/
guest_link_urls = [
    path("", sharing.link_list, name="guest-links"),
    path("new/", sharing.link_new, name="guest-link-new"),
    path("<int:link_id>/edit/", sharing.link_edit, name="guest-link-edit"),
    path("<int:link_id>/rotate/", sharing.link_rotate, name="guest-link-rotate"),
    path("<int:link_id>/revoke/", sharing.link_revoke, name="guest-link-revoke"),
    path("<int:link_id>/posts/add/", sharing.link_add, name="guest-link-add"),
    path("<int:link_id>/posts/<int:post_id>/remove/", sharing.link_drop, name="guest-link-drop"),
]

# /w/<workspace>/import/
import_urls = [
    path("calendar/", incoming.ical_import, name="ical-import"),
    path("calendar/confirm/", incoming.ical_import_confirm, name="ical-import-confirm"),
    path("calendar/<uuid:batch>/undo/", incoming.ical_import_undo, name="ical-import-undo"),
]

# /w/<workspace>/history/
history_urls = [
    path("", history.workspace_history, name="history"),
    path("<int:event_id>/", history.act, name="history-act"),
    path("<int:event_id>/undo/", history.undo, name="history-undo"),
    path("<int:event_id>/why/", reasons.history_why, name="history-why"),
]

# /w/<workspace>/log/
log_urls = [
    path("", log.workspace_log, name="log"),
    path("export/", log.log_export, name="log-export"),
]

# /w/<workspace>/tables/
table_urls = [
    path("", tables.tables_home, name="tables"),
    path("export/", tables.tables_export, name="tables-export"),
    path("import/", tables.tables_import, name="tables-import"),
    path("import/columns/", tables.tables_columns, name="tables-columns"),
    path("import/changes/", tables.tables_diff, name="tables-diff"),
    path("import/take/", tables.tables_take, name="tables-take"),
    path("import/done/", tables.tables_done, name="tables-done"),
]

# /w/<workspace>/…: what is said, where it is said
talk_urls = [
    path("posts/<int:post_id>/comments/", talk.comment_new, name="post-comment"),
    path("personas/<int:persona_id>/comments/", talk.comment_new, name="persona-comment"),
    path("strategy/channels/<int:channel_id>/comments/", talk.comment_new, name="channel-comment"),
    path("comments/<int:comment_id>/", talk.comment_change, name="comment"),
    path("comments/<int:comment_id>/remove/", talk.comment_remove, name="comment-remove"),
    path("comments/<int:comment_id>/resolve/", talk.comment_resolve, name="comment-resolve"),
]

# /w/<workspace>/summaries/
summary_urls = [
    path("", summaries.summaries, name="summaries"),
    path("look/", summaries.summary_look, name="summary-look"),
    path("<int:summary_id>/", summaries.summary_change, name="summary"),
    path("<int:summary_id>/stop/", summaries.summary_stop, name="summary-stop"),
]

# /w/<workspace>/notices/
notice_urls = [
    path("", notices.notices, name="notices"),
    path("read/", notices.notices_read, name="notices-read"),
    path("<int:notice_id>/read/", notices.notice_read, name="notice-read"),
]

urlpatterns = [
    path("", calendar.home, name="workspace"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/gaps/", gaps.missing, name="gaps"),
    path("find/", finding.find, name="find"),
    path("due/", posting.due, name="due"),
    path("todo/", todo.todo_list, name="todo"),
    path("weekly/", include(weekly_urls)),
    path("", include(talk_urls)),
    path("posts/", include(post_urls)),
    path("review/", include(queue_urls)),
    path("ideas/", include(idea_urls)),
    path("history/", include(history_urls)),
    path("log/", include(log_urls)),
    path("strategy/listening/", include(listening_urls)),
    path("strategy/reviews/", include(review_urls)),
    path("strategy/", include(strategy_urls)),
    path("strategy/", include(groundwork_urls)),
    path("strategy/", include(document_urls)),
    path("strategy/channels/", include(channel_urls)),
    path("strategy/objectives/", include(objective_urls)),
    path("welcome/", include(welcome_urls)),
    path("check/", include(check_urls)),
    path("dates/", include(date_urls)),
    path("views/", include(view_urls)),
    path("feeds/", include(feed_urls)),
    path("notices/", include(notice_urls)),
    path("summaries/", include(summary_urls)),
    path("share/", include(guest_link_urls)),
    path("import/", include(import_urls)),
    path("tables/", include(table_urls)),
    path("settings/", workspace.settings, name="workspace-settings"),
    path("settings/mails/", outgoing.mails, name="mails"),
    path("settings/mails/again/", outgoing.mails_again, name="mails-again"),
    path("settings/export/", archive.workspace_export, name="workspace-export"),
    path("demo/remove/", workspace.demo_remove, name="demo-remove"),
]
