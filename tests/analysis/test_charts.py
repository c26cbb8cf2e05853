"""Charts are made, alike each time, and say in words what they show."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from stegvis.analysis import charts
from stegvis.analysis.charts.theme import wrapped
from stegvis.analysis.disclosure import suppressed
from stegvis.analysis.indicators import CATALOGUE, Caution, Figure
from stegvis.analysis.indicators.compute import finished

WIDTHS = [charts.WIDE, charts.NARROW]


def figures(name, dimension, values, cautions=()):
    return [
        finished(
            Figure(
                CATALOGUE[name],
                2024,
                ((dimension, key),),
                None,
                value[0] if isinstance(value, tuple) else value,
                value[1] if isinstance(value, tuple) else None,
                1,
                1,
                cautions=tuple(cautions),
            )
        )
        for key, value in values.items()
    ]


def texts(svg):
    """All words of a chart, with ordinary spaces."""
    tree = ElementTree.fromstring(svg)
    found = " ".join(" ".join(each.itertext()) for each in tree.iter() if each.tag.endswith("text"))
    return found.replace("\u202f", " ")


def width_of(svg):
    return float(ElementTree.fromstring(svg).attrib["width"])


STARTED = figures("started", "category", {"Språk": 353, "Peer support": 21})
COMPLETED = figures("completed", "category", {"Språk": 314, "Peer support": None})
SHARES = figures("completion_share", "category", {"Språk": (314, 353), "Hälsa": (155, 172)})
ANSWERS = figures("expected_results", "answer", {"reached": 33, "partly": 20, None: 11})
FINDINGS = [
    finished(
        Figure(
            CATALOGUE["findings"],
            2024,
            (("theme", theme), ("kind", kind), ("intervention", intervention)),
            None,
            1,
            None,
            1,
            1,
        )
    )
    for theme, kind, intervention in (
        ("Gruppdynamik", "success", "A"),
        ("Gruppdynamik", "development", "B"),
        ("Tillit", "development", "A"),
    )
]


def every_chart(width):
    per_start = figures("cost_per_start", "category", {"Språk": (Decimal(3_148_000), 353)})
    per_completed = figures("cost_per_completed", "category", {"Språk": (Decimal(3_148_000), 314)})
    forms = figures("interventions_share", "contract_form", {"framework": (13, 25)})
    cost = figures("outcome_cost_share", "contract_form", {"framework": (Decimal(33), Decimal(99))})
    return [
        charts.started_and_completed(STARTED, COMPLETED, width=width),
        charts.costs_per_head(per_start, per_completed, width=width),
        charts.contract_forms(forms, cost, width=width),
        charts.shares(SHARES, width=width),
        charts.theme_matrix(FINDINGS, columns={"A": "KC 1", "B": "CFA 1"}, width=width),
        charts.expected_results(ANSWERS, width=width),
        charts.seven_steps(width=width),
        charts.participants_and_goal(STARTED, COMPLETED, width=width),
    ]


@pytest.fixture(scope="module", params=WIDTHS, ids=["wide", "narrow"])
def drawn(request):
    return request.param, every_chart(request.param)


def test_the_same_figures_give_the_same_bytes(drawn):
    width, once = drawn
    assert every_chart(width) == once


def test_charts_have_the_width_asked_for(drawn):
    width, svgs = drawn
    assert [width_of(svg) for svg in svgs] == [width] * len(svgs)


def test_charts_have_no_ids_that_could_meet_on_a_page(drawn):
    assert [svg for svg in drawn[1] if b' id="' in svg] == []


def test_bars_carry_their_numbers_and_what_they_count():
    words = texts(charts.started_and_completed(STARTED, COMPLETED))
    assert "353 startade" in words
    assert "314 fullföljda" in words
    assert "ej redovisat" in words


def test_narrow_bars_have_a_key_instead():
    words = texts(charts.started_and_completed(STARTED, COMPLETED, width=charts.NARROW))
    assert "353 startade" not in words
    assert "startade" in words


def test_a_figure_held_back_says_so():
    held = [suppressed(each) for each in STARTED]
    assert "visas inte" in texts(charts.started_and_completed(held, []))


def test_money_and_percent_in_bars(drawn):
    width, svgs = drawn
    named = width == charts.WIDE
    assert ("8 918 kr per start" if named else "8 918 kr") in texts(svgs[1])
    assert ("52 % av insatserna" if named else "52 %") in texts(svgs[2])


def test_shares_with_cautions_are_marked_by_shape_and_explained():
    plain = charts.shares(SHARES)
    careful = figures("completion_share", "category", {"Språk": (10, 21)}, [Caution.STILL_RUNNING])
    assert "läs med försiktighet" not in texts(plain)
    assert "läs med försiktighet" in texts(charts.shares(careful))
    assert "89 %" in texts(plain)
    assert "(314 av 353)" in texts(plain)


def test_a_share_that_is_missing_says_so():
    missing = figures("completion_share", "category", {"Språk": (None, None)})
    assert "ej redovisat" in texts(charts.shares(missing))


def test_answers_by_another_dimension():
    both = [
        finished(
            Figure(
                CATALOGUE["expected_results"],
                2024,
                (("change_kind", kind), ("answer", answer)),
                None,
                count,
                None,
                1,
                1,
            )
        )
        for kind, answer, count in (("skill", "reached", 3), ("insight", "not_reached", 2))
    ]
    words = texts(charts.expected_results(both))
    assert "Färdighet" in words
    assert "Nått" in words
    assert "Delvis nått" not in words


def test_themes_and_their_columns():
    wide = texts(charts.theme_matrix(FINDINGS, columns={"A": "KC 1", "B": "CFA 1"}))
    assert "Gruppdynamik" in wide
    assert "CFA 1" in wide
    assert "Framgångsfaktor" in wide


def test_the_seven_steps_are_seven():
    words = texts(charts.seven_steps())
    assert [str(number) in words for number in range(1, 9)] == [True] * 7 + [False]
    assert "Gemensam analys" in words


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_of_nothing_are_drawn(width):
    assert charts.started_and_completed([], [], width=width)
    assert charts.shares([], width=width)
    assert charts.expected_results([], width=width)
    assert charts.theme_matrix([], columns={}, width=width)


@pytest.mark.parametrize(
    ("text", "width", "lines", "result"),
    [
        ("Språk", 20, 2, "Språk"),
        ("Hälsa och | rörelse", 20, 2, "Hälsa och rörelse"),
        ("ett två tre fyra fem", 8, 2, "ett två|tre…"),
        ("ett två tre", 8, 1, "ett två…"),
        ("Kompetensutveckling", 10, 2, "Kompetens…"),
        ("två ord Kompetensutveckling", 10, 1, "två ord…"),
        ("Kompetensutveckling och mer", 10, 1, "Kompetens…"),
    ],
)
def test_long_labels_are_wrapped_and_cut(text, width, lines, result):
    assert wrapped(text, width, lines) == result
