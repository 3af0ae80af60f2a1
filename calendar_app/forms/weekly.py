"""What is said of a week that was reviewed."""

from django import forms

from calendar_app.models import WeekReview


class ReviewedForm(forms.ModelForm):
    """What is taken from the week; nothing has to be."""

    class Meta:
        model = WeekReview
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
