"""The outbox as staff of the site see it: what waits, what was sent, and why something was not."""

from django.contrib import admin

from smplanner.workspaces.admin import ReadOnly

from .models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ["created_at", "kind", "to", "subject", "due_at", "attempts", "sent_at", "given_up_at", "error"]
    list_filter = ["kind"]
    search_fields = ["to", "subject"]
    date_hierarchy = "created_at"
    # Without the text: it holds a link that stops this kind of mail, which is for its reader alone.
    fields = [
        "created_at",
        "kind",
        "workspace",
        "to",
        "subject",
        "due_at",
        "attempts",
        "sent_at",
        "given_up_at",
        "error",
    ]
