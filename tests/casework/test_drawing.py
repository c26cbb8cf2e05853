"""The timeline's arithmetic: nothing outside, nothing on top of anything else, both ends count."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.casework import shapes
from stegvis.casework.drawing import AT_MOST, NARROW, WIDE, Drawing, Scale, Size, draw, ticks
from stegvis.casework.enums import Direction
from stegvis.casework.timeline import Entry, Timeline, Track

TODAY = date(2025, 3, 3)
BARS = [
    track
    for track in Track
    if track not in (Track.PAUSE, Track.REVIEW, Track.NOTE, Track.MEETING, Track.END)
]
QUICK = settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])

days = st.dates(date(2000, 1, 1), date(2034, 12, 31))


@st.composite
def entries(draw_from: st.DrawFn) -> Entry:
    starts_on = draw_from(days)
    length = draw_from(st.integers(0, 900))
    track = draw_from(st.sampled_from(list(Track)))
    is_point = track not in BARS and track != Track.PAUSE
    return Entry(
        track,
        starts_on,
        starts_on if is_point else starts_on + timedelta(days=length),
        draw_from(st.text("abcdefghij åäö", min_size=1, max_size=60)),
        "slag",
        is_point=is_point,
        goes_on=draw_from(st.booleans()),
        direction=draw_from(st.sampled_from(list(Direction))) if track == Track.REVIEW else None,
        enrolment_id=draw_from(st.integers(1, 2)),
    )


timelines = st.lists(entries(), min_size=1, max_size=25).map(
    lambda found: Timeline(tuple(sorted(found, key=lambda one: one.starts_on)), TODAY)
)


def bar(first: date, last: date, track: Track = Track.DIRECT, what: str = "Vad") -> Entry:
    return Entry(track, first, last, what, "slag")


def drawn(*rows: Entry, size: Size = WIDE) -> Drawing:
    drawing = draw(Timeline(rows, TODAY), size)
    return drawing


@SIZES
@QUICK
@given(timeline=timelines)
def test_nothing_is_outside(size: Size, timeline: Timeline) -> None:
    drawing = draw(timeline, size)
    marks = [mark for line in drawing.lines for mark in line.marks]
    marks += drawing.progress.marks if drawing.progress else ()
    for one in [bar for line in drawing.lines for bar in line.bars]:
        assert size.left <= one.x < one.end <= size.right
        assert drawing.top <= one.y and one.y + 18 <= drawing.foot
        assert not one.label or size.left <= one.text_x < size.right
    assert all(0 <= mark.x <= size.width and 0 <= mark.y <= drawing.foot for mark in marks)
    assert all(size.left <= shade.x <= shade.end <= size.right + 2 for shade in drawing.shades)
    assert all(0 <= tick.x <= size.right for tick in drawing.ticks)


@SIZES
@QUICK
@given(timeline=timelines)
def test_every_entry_is_drawn_once(size: Size, timeline: Timeline) -> None:
    drawing = draw(timeline, size)
    found = [one.entry for line in drawing.lines for one in (*line.bars, *line.marks)]
    found += [shade.entry for shade in drawing.shades]
    found += [mark.entry for mark in drawing.progress.marks] if drawing.progress else []
    assert sorted(map(id, found)) == sorted(map(id, timeline.entries))


@SIZES
@QUICK
@given(timeline=timelines)
def test_what_overlaps_has_its_own_lane(size: Size, timeline: Timeline) -> None:
    """Also where one ends on the day that the next begins: both ends count."""
    drawing = draw(timeline, size)
    for line in drawing.lines:
        for one in line.bars:
            for other in line.bars:
                if one is not other and _overlap(one.entry, other.entry):
                    assert one.y != other.y


def _overlap(one: Entry, other: Entry) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


@QUICK
@given(first=days, length=st.integers(0, 4000), data=st.data())
def test_a_day_has_a_beginning_and_an_end(first: date, length: int, data: st.DataObject) -> None:
    scale = Scale(first, first + timedelta(days=length), 10, 1000)
    day = first + timedelta(days=data.draw(st.integers(0, length)))
    assert scale.start(first) == 10 and scale.end(scale.last) == 1000
    assert 10 <= scale.start(day) <= scale.middle(day) <= scale.end(day) <= 1000
    assert scale.end(day) == scale.start(day + timedelta(days=1)) or day == scale.last


@QUICK
@given(first=days, months=st.integers(1, 500))
def test_names_of_months_have_room(first: date, months: int) -> None:
    last = first + timedelta(days=31 * months)
    found = list(ticks(Scale(first.replace(day=1), last, 0, 1000), 38))
    steps = [after.x - before.x for before, after in zip(found, found[1:], strict=False)]
    assert all(step >= 34 for step in steps[:-1])  # the last one may be moved in from the edge


def test_a_bar_covers_its_first_and_its_last_day() -> None:
    """May alone: 31 days fill the drawing from edge to edge."""
    [line] = drawn(bar(date(2020, 5, 1), date(2020, 5, 31))).lines
    assert (line.bars[0].x, line.bars[0].end) == (WIDE.left, WIDE.right)


def test_the_next_day_may_share_the_lane() -> None:
    rows = bar(date(2024, 1, 1), date(2024, 6, 30)), bar(date(2024, 7, 8), date(2024, 12, 31))
    [line] = drawn(*rows).lines
    assert line.bars[0].y == line.bars[1].y


def test_the_earliest_stands_on_top() -> None:
    rows = [bar(date(2024, month, 1), date(2024, 12, 31)) for month in (5, 3, 1)]
    [line] = drawn(*rows).lines
    assert [one.entry.starts_on.month for one in sorted(line.bars, key=lambda b: b.y)] == [1, 3, 5]


def test_words_stand_in_the_bar_beside_it_or_are_cut() -> None:
    """In it where they fit, after it, before it; the larger room where nothing fits."""
    [line] = drawn(
        bar(date(2022, 1, 1), date(2022, 12, 31), what="Rymms"),
        bar(date(2022, 3, 1), date(2022, 3, 2), what="Står efter"),
        bar(date(2022, 12, 30), date(2022, 12, 31), what="Står före"),
        bar(date(2022, 6, 1), date(2022, 6, 2), what="Långt " * 40),
    ).lines
    found = {one.label[:9]: one for one in line.bars}
    assert found["Rymms"].is_inside
    assert found["Står efte"].text_x > found["Står efte"].end
    assert found["Står före"].text_x < found["Står före"].x
    assert found["Långt Lån"].label.endswith("…")


def test_what_goes_on_points_onwards() -> None:
    ended = bar(date(2025, 1, 1), TODAY)
    goes_on = Entry(Track.DIRECT, date(2025, 1, 1), TODAY, "Vad", "slag", goes_on=True)
    [line] = drawn(ended, goes_on).lines
    straight, arrow = (one.path for one in line.bars)
    assert "V" in straight and "V" not in arrow


def test_progress_goes_up_for_closer_and_down_for_further() -> None:
    start = bar(date(2024, 1, 1), TODAY, Track.ENROLMENT)
    reviews = [
        Entry(Track.REVIEW, date(2024, month, 1), date(2024, month, 1), "", "", is_point=True,
              direction=direction)
        for month, direction in (
            (2, Direction.CLOSER),
            (4, Direction.SAME),
            (6, Direction.FURTHER),
            (8, Direction.FURTHER),
        )
    ]  # fmt: skip
    progress = drawn(start, *reviews).progress
    assert progress is not None
    up, same, down, lowest = (mark.y for mark in progress.marks)
    assert up == same < down < lowest
    begins = int(progress.lines[0].split()[0].split(",")[1])
    assert begins == down  # one step up, one step down: where it began


def test_each_enrolment_has_its_own_line_of_progress() -> None:
    reviews = [
        Entry(Track.REVIEW, day, day, "", "", is_point=True, direction=Direction.CLOSER,
              enrolment_id=pk)
        for pk, day in ((1, date(2023, 1, 1)), (2, date(2024, 1, 1)))
    ]  # fmt: skip
    progress = drawn(*reviews).progress
    assert progress is not None
    assert len(progress.lines) == 2
    assert progress.marks[0].y == progress.marks[1].y


def test_many_levels_do_not_make_it_high() -> None:
    start = date(2024, 1, 1)
    reviews = [
        Entry(Track.REVIEW, day, day, "", "", is_point=True, direction=Direction.CLOSER)
        for day in (start + timedelta(days=7 * n) for n in range(20))
    ]
    progress = drawn(*reviews).progress
    assert progress is not None and progress.height <= 24 + 20 * 4


def test_no_reviews_no_line() -> None:
    assert drawn(bar(TODAY, TODAY)).progress is None


def test_today_is_shown_while_it_is_near() -> None:
    assert drawn(bar(date(2025, 2, 1), date(2025, 2, 10))).today_x is not None
    assert drawn(bar(date(2024, 2, 1), date(2024, 2, 10))).today_x is None


def test_mistyped_years_do_not_squeeze_the_rest() -> None:
    drawing = drawn(bar(date(2024, 1, 1), date(9999, 12, 31)), bar(date(202, 1, 1), TODAY))
    assert drawing.first.year == TODAY.year - AT_MOST
    assert drawing.last.year == TODAY.year + AT_MOST


def test_the_end_of_an_enrolment_is_a_line() -> None:
    over = bar(date(2024, 1, 1), date(2024, 6, 30), Track.ENROLMENT)
    going = Entry(Track.ENROLMENT, date(2024, 9, 1), TODAY, "Vamos", "slag", goes_on=True)
    assert len(drawn(over, going).exits) == 1


def test_each_direction_has_its_shape() -> None:
    """Not its colour alone."""
    assert len({shapes.mark(direction, 10, 10) for direction in Direction}) == len(Direction)


def test_marks_have_shapes_of_their_own() -> None:
    kinds = [Track.NOTE, Track.CONTACT, Track.EMPLOYER, Track.PLAN, Track.MEETING]
    rows = [Entry(kind, TODAY, TODAY, "", "", is_point=True) for kind in kinds]
    found = {"".join(c for c in line.marks[0].path if c.isalpha()) for line in drawn(*rows).lines}
    assert len(found) == len(kinds)
