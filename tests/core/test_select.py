"""Our select is Django's, drawn without a template for each option."""

import re

from django import forms

from stegvis.core.forms import Form
from stegvis.interventions.forms.interventions import InterventionFilter

CHOICES = [("", "Alla"), ("a & b", "A <b>"), ("Grupp", [("1", "ett"), ("2", "två")])]


class Chosen(Form):
    one = forms.ChoiceField(choices=CHOICES, required=False)
    many = forms.MultipleChoiceField(choices=CHOICES[1:], required=False)
    disabled = forms.ChoiceField(choices=CHOICES, disabled=True)


class Plain(forms.Form):
    one = forms.ChoiceField(choices=CHOICES, required=False)
    many = forms.MultipleChoiceField(choices=CHOICES[1:], required=False)
    disabled = forms.ChoiceField(choices=CHOICES, disabled=True)


def drawn(form: forms.Form) -> list[str]:
    return [re.sub(r"\s+", " ", str(form[name])).strip() for name in form.fields]


def test_it_looks_as_djangos() -> None:
    for data in ({}, {"one": "a & b", "many": ["1", "2"]}):
        assert drawn(Chosen(data)) == drawn(Plain(data))
    assert drawn(Chosen(initial={"one": "2"})) == drawn(Plain(initial={"one": "2"}))


def test_every_form_of_ours_has_it(planner) -> None:
    widgets = {
        field.widget.template_name for field in InterventionFilter(user=planner).fields.values()
    }
    assert "core/forms/select.html" in widgets
    assert "django/forms/widgets/select.html" not in widgets
