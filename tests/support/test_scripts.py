"""The scripts behind `make docs` and `make messages`."""

import ast

import polib
import pytest

from scripts.docs import END, START, with_tables
from scripts.messages import Text, check_catalogue, in_python, in_template, update


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("Ny " "insats")', Text(None, "Ny insats", None)),
        ('gettext.gettext("Spara")', Text(None, "Spara", None)),
        ('ngettext("%(n)d dag", "%(n)d dagar", n)', Text(None, "%(n)d dag", "%(n)d dagar")),
        ('pgettext("månad", "mars")', Text("månad", "mars", None)),
    ],
)
def test_texts_in_code(source, found):
    assert list(in_python(ast.parse(source))) == [found]


def test_what_is_not_written_out_is_no_text():
    assert list(in_python(ast.parse("_(title)"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Öppna (igen)" %}', Text(None, "Öppna (igen)", None)),
        ('{{ form|default:_("Inget") }}', Text(None, "Inget", None)),
        (
            "{% blocktranslate with n=rows|tal trimmed %}\n {{ n }} rader\n{% endblocktranslate %}",
            Text(None, "%(n)s rader", None),
        ),
        (
            "{% blocktranslate count n=rows %}en{% plural %}{{ n }} rader{% endblocktranslate %}",
            Text(None, "en", "%(n)s rader"),
        ),
    ],
)
def test_texts_in_templates(source, found):
    assert list(in_template(source)) == [found]


def test_update_keeps_what_is_translated_and_drops_what_is_gone():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Spara", msgstr="Save"))
    catalogue.append(polib.POEntry(msgid="Bort", msgstr="Gone"))
    texts = {Text(None, "Spara", None): {"a.py"}, Text(None, "Ny", None): {"b.py"}}
    assert update(catalogue, texts) == (1, 1)
    assert {entry.msgid: entry.msgstr for entry in catalogue} == {"Spara": "Save", "Ny": ""}


@pytest.mark.parametrize(
    ("english", "fault"),
    [("", "utan engelska"), ("%(name)s", "andra platshållare"), ("%(n)s rows", "")],
)
def test_check_finds_what_is_missing_and_what_fills_other_places(english, fault):
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="%(n)s rader", msgstr=english))
    faults = list(check_catalogue(catalogue, {Text(None, "%(n)s rader", None): set()}))
    told = [one.what for one in faults if one.text == "%(n)s rader"]
    assert [what.startswith(fault) for what in told] == ([True] if fault else [])


def test_tables_are_put_between_the_marks():
    text = f"Före\n{START}\ngammalt\n{END}\nefter\n"
    assert with_tables(text, "nytt") == f"Före\n{START}\n\nnytt\n\n{END}\nefter\n"
