import pytest

from stegvis.analysis import docs, examples
from stegvis.analysis.indicators import CATALOGUE, PROGRAMME_CATALOGUE, compute
from tests.spec.support import snapshot


def test_pages_are_written(tmp_path):
    docs.write(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == docs.pages()


def test_every_indicator_is_linked_from_the_index():
    index = docs.pages()["README.md"]
    assert [name for name in (*CATALOGUE, *PROGRAMME_CATALOGUE) if f"#{name})" not in index] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("started", "80"),
        ("registered", "64, redovisat för 2 av 3 insatser"),
        ("cost_per_start", "7 500 kr (600 000 delat med 80)"),
        ("completion_share", "75,0 % (60 av 80), intervall 64,5 %–83,2 %"),
    ],
)
def test_a_figure_in_words(name, text):
    with examples.opened() as tables:
        (figure,) = compute(CATALOGUE[name], tables, year=2024)
    assert docs.in_words(figure).replace("\u202f", " ") == text


def test_a_mean_and_a_rule_in_words():
    pages = {name: text.replace("\u202f", " ") for name, text in docs.pages().items()}
    assert "Räkneexempel: 7,6 månader" in pages["stay.md"]
    assert "Gäller från: 2021-07-01" in pages["outcomes.md"]


def test_a_missing_figure_in_words():
    with snapshot() as tables:
        (figure,) = compute(CATALOGUE["started"], tables, year=2024)
    assert docs.in_words(figure) == "ej redovisat"
