"""Addresses about people and their workspaces."""

from django.urls import path

from . import sessions, token_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("profile/", views.profile, name="profile"),
    path("profile/tokens/", token_views.token_list, name="tokens"),
    path("profile/tokens/<int:token_id>/revoke/", token_views.token_revoke, name="token-revoke"),
    path("profile/sessions/", sessions.session_list, name="sessions"),
    path("profile/sessions/others/end/", sessions.sessions_end, name="sessions-end"),
    path("profile/sessions/<int:session_id>/end/", sessions.session_end, name="session-end"),
    path("workspaces/new/", views.workspace_new, name="workspace-new"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("w/<slug:slug>/members/", views.member_list, name="members"),
    path("w/<slug:slug>/members/leave/", views.member_leave, name="member-leave"),
    path("w/<slug:slug>/members/<int:membership_id>/role/", views.member_role, name="member-role"),
    path("w/<slug:slug>/members/<int:membership_id>/remove/", views.member_remove, name="member-remove"),
    path("w/<slug:slug>/invitations/new/", views.invite, name="invite"),
    path("w/<slug:slug>/invitations/<int:invitation_id>/revoke/", views.invitation_revoke, name="invitation-revoke"),
]
