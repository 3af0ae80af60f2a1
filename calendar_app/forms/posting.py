"""Saying that a post is out."""

from crispy_forms.helper import FormHelper
from django import forms

from calendar_app.models import Post
from smplanner.workspaces.forms import scoped_formfield


class PostedForm(forms.ModelForm):
    """At which address it can be seen, which nobody has to know yet; and the version that was copied."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Post
        fields = ["posted_url"]
        formfield_callback = scoped_formfield

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posted_url"].widget.attrs |= {"inputmode": "url", "autocomplete": "off"}
        self.helper = FormHelper()
        self.helper.form_tag = False
