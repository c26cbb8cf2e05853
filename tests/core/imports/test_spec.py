import dataclasses
from datetime import date

import pytest

from stegvis.core.imports import actions, spec
from stegvis.core.imports.spec import Column, by_key, in_order, named
from stegvis.core.imports.values import Text
from stegvis.core.models import Draft
from stegvis.core.steps import StepRefused
from tests.core.imports import toy
from tests.core.imports.books import csv, read


def test_a_declaration_with_repeated_or_unknown_columns_is_refused():
    twice = (*toy.COUNTS.columns, Column("year", "årtal", Text()))
    for wrong in ({"columns": twice}, {"key_columns": ("number",)}):
        with pytest.raises(ValueError, match="counts"):
            dataclasses.replace(toy.COUNTS, **wrong)


def test_a_sheet_is_registered_once_and_listed_in_writing_order():
    assert [sheet.key for sheet in spec.registered()] == ["courses", "counts", "notes"]
    with pytest.raises(ValueError, match="twice"):
        spec.register(toy.COUNTS)


@pytest.mark.parametrize(
    "name", ["Noter", "notes", "NOTER 2024", "2024-noter", "noter_2024", "no\u0308ter", "nöter"]
)
def test_sheets_are_known_by_title_or_key_with_figures_around(name):
    assert named(name, [toy.COURSES, toy.NOTES]) is toy.NOTES


def test_other_names_are_not_guessed():
    assert named("noter om kurser", [toy.COURSES, toy.NOTES]) is None


def test_in_order_takes_a_message_of_its_own_and_minds_no_blanks():
    rule = in_order("first", "last", "Slutet kommer före början.")
    early, late = date(2024, 3, 4), date(2024, 3, 5)
    assert rule.test({"first": late, "last": early}, None) == "Slutet kommer före början."
    assert rule.test({"first": early, "last": early}, None) is None
    assert rule.test({"first": None, "last": early}, None) is None


def test_objects_are_found_by_one_field_or_several_in_one_query(
    uploader, colleague, django_assert_num_queries
):
    one = Draft.objects.create(by=uploader, key="Åka")
    Draft.objects.create(by=colleague, key="gå")
    with django_assert_num_queries(1):
        assert by_key(Draft.objects.all, "key")({"åka", "saknas"}) == {"Åka": one}
    find = by_key(lambda: Draft.objects.select_related("by"), "by__email", "key")
    with django_assert_num_queries(1):
        found = find({("UPPLADDARE@exempel.se", "åka"), (colleague.email, "Åka")})
    assert found == {(uploader.email, "Åka"): one}


def test_many_keys_are_asked_for_in_portions(uploader, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(spec, "LOOKUP_SIZE", 2)
    for number in range(3):
        Draft.objects.create(by=uploader, key=str(number))
    with django_assert_num_queries(2):
        assert len(by_key(Draft.objects.all, "key")({"0", "1", "2"})) == 3


def test_a_sheet_may_compare_in_its_own_way(uploader, monkeypatch):
    own = dataclasses.replace(toy.COURSES, compare=lambda existing, values: {"titel": ("a", "b")})
    monkeypatch.setitem(spec._sheets, "courses", own)
    book = read(csv([["kod", "titel"], ["A1", "Svets"]]), "kurser.csv")
    actions.accept(batch=actions.preview(books=[book], by=uploader), by=uploader)
    batch = actions.preview(books=[book], by=uploader)
    assert batch.rows.get().changes == {"titel": ["a", "b"]}


def test_a_step_that_the_room_refuses_is_told_on_the_row(uploader, monkeypatch):
    def apply(**kwargs):
        raise StepRefused("Planen är låst.")

    monkeypatch.setitem(spec._sheets, "courses", dataclasses.replace(toy.COURSES, apply=apply))
    book = read(csv([["kod", "titel"], ["A1", "Svets"]]), "kurser.csv")
    batch = actions.preview(books=[book], by=uploader)
    actions.accept(batch=batch, by=uploader)
    assert batch.rows.get().messages == {"": [["Planen är låst.", True]]}
