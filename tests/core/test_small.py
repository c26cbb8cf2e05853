"""Formats, steps, privacy classes, versions and the change log."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms

from stegvis.core import audit, formats
from stegvis.core.forms import NumberField, display
from stegvis.core.privacy import classification, unclassified
from stegvis.core.steps import Step, StepRefused, find, next_status, open_steps
from stegvis.core.templatetags import ui
from stegvis.core.versions import VersionConflict, check_version
from stegvis.organisations.models import ProviderStaff
from tests.factories.organisations import ProviderStaffFactory, UnitFactory


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (formats.number(1_450_000), "1 450 000"),
        (formats.number(-5), "−5"),
        (formats.number(None), "–"),
        (formats.number(0.5, 1), "0,5"),
        (formats.kronor(Decimal("12500.00")), "12 500 kr"),
        (formats.kronor(Decimal("12500.50")), "12 500,50 kr"),
        (formats.kronor(None), "–"),
        (formats.percent(0.8491, 1), "84,9 %"),
        (formats.percent(None), "–"),
        (formats.interval(30, 35), "30–35"),
        (formats.interval(15, 15), "15"),
        (formats.interval(None, None), "–"),
        (formats.date_in_prose(date(2025, 3, 4)), "4 mars 2025"),
        (formats.date_in_prose(None), "–"),
        (ui.dag(date(2025, 3, 4)), "2025-03-04"),
        (ui.dag(None), "–"),
        (ui.saknas(0), 0),
        (ui.saknas(""), "–"),
        (ui.andel(1, 4), 0.25),
        (ui.andel(1, 0), None),
    ],
)
def test_numbers_money_and_dates_look_swedish(made: Any, text: Any) -> None:
    plain = made.replace("\u202f", " ") if isinstance(made, str) else made
    assert plain == text


def test_raw_html_in_prose_stays_text() -> None:
    assert "<script>" not in ui.markdown("<script>alert(1)</script> **fet**")
    assert "<strong>fet</strong>" in ui.markdown("**fet**")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7,5", "7.5"),
        ("1 450 000", "1450000"),
        ("1\u202f450\u202f000,50 kr", "1450000.50"),
        ("", None),
    ],
)
def test_numbers_are_read_as_swedes_write_them(written: str, value: str | None) -> None:
    read = NumberField(required=False).clean(written)
    assert read == (Decimal(value) if value else None)


def test_a_word_is_no_number() -> None:
    with pytest.raises(forms.ValidationError, match="Skriv ett tal"):
        NumberField().clean("ca 15")


def test_a_number_is_shown_without_useless_decimals() -> None:
    field = NumberField()
    assert field.prepare_value(Decimal("450000.00")).replace("\u202f", " ") == "450 000"
    assert field.prepare_value(Decimal("7.50")) == "7,5"
    assert field.prepare_value("ca 15") == "ca 15"


STEPS = (Step("send", {"draft"}, "sent", ""), Step("reopen", {"sent"}, "draft", ""))


def test_steps_are_a_table() -> None:
    assert next_status(STEPS, "send", "draft") == "sent"
    assert find(STEPS, "reopen").target == "draft"
    assert [step.name for step in open_steps(STEPS, "sent")] == ["reopen"]
    with pytest.raises(StepRefused, match="sent"):
        next_status(STEPS, "send", "sent")


def test_a_form_older_than_the_row_is_a_conflict() -> None:
    row = type("Row", (), {"version": 2})()
    check_version(row, None)
    check_version(row, 2)
    with pytest.raises(VersionConflict):
        check_version(row, 1)


def test_every_field_of_a_person_is_classified() -> None:
    assert unclassified(ProviderStaff) == []
    assert classification(ProviderStaff)["email"] == "identity"


@pytest.mark.django_db
def test_the_change_log_hides_who_a_person_is() -> None:
    person = ProviderStaffFactory(name="Eva", role="lärare")
    changed = audit.assign(person, {"name": "Ewa", "role": "rektor"})
    assert changed == {"name": [audit.HIDDEN, audit.HIDDEN], "role": ["lärare", "rektor"]}


@pytest.mark.django_db
def test_what_somebody_else_saved_is_shown_in_words() -> None:
    unit = UnitFactory(short_name="KC")
    choice = forms.ChoiceField(choices=[("a", "Alfa")])
    assert display(choice, "a") == "Alfa"
    assert display(forms.CharField(), unit) == "KC"
    assert display(forms.CharField(), None) == "–"
    assert display(forms.CharField(), 5) == "5"
