"""Where the timeline's rows stand in a drawing. Plain arithmetic: no database, no words but those
it is given, whole numbers in the drawing's own units.

A bar covers its first and its last day. In a line of the drawing, bars that would touch, with the
words beside them, stand in lanes below one another.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stegvis.casework import shapes
from stegvis.casework.enums import Direction
from stegvis.casework.timeline import Entry, Timeline, Track
from stegvis.core import formats

LANE, BAR = 24, 18  # height of a lane and of the bar in it
HEAD, FOOT = 34, 15  # months and years above, today below
NAME = 20  # of a line, where it stands above
GAP = 5  # between neighbours in a lane
LEVEL = 16  # one step of the progression line
LABELLED_POINTS = {Track.END}
PATTERNED = {Track.INDIRECT, Track.COMPETENCE, Track.HEALTH, Track.SOCIAL, Track.SUPPORT}


@dataclass(frozen=True)
class Size:
    """How wide the drawing is, and where the names of the lines stand: in a column of their own to
    the left, or (no column) above each line."""

    width: int
    column: int
    month: int  # least width between two names of months
    letter: float  # of a wide font, so that words keep apart in any

    @property
    def left(self) -> int:
        return self.column + 2

    @property
    def right(self) -> int:
        return self.width - 2


WIDE = Size(width=1040, column=172, month=38, letter=7.4)
NARROW = Size(width=330, column=0, month=40, letter=8.5)
LEAST_BAR = 7
AT_MOST = 20  # years back and ahead


@dataclass(frozen=True)
class Tick:
    x: int
    label: str
    year: str  # said at the first month of each year


@dataclass(frozen=True)
class Bar:
    entry: Entry
    x: int
    y: int
    width: int
    label: str
    text_x: int
    is_inside: bool  # the words stand in the bar

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def path(self) -> str:
        """A box, or one that points onwards where it has not ended."""
        tip = min(7, self.width - 1) if self.entry.goes_on else 0
        top, bottom, middle = self.y, self.y + BAR, self.y + BAR // 2
        return (
            f"M{self.x} {top}H{self.end - tip}L{self.end} {middle if tip else top}"
            f"{'' if tip else f'V{bottom}'}L{self.end - tip} {bottom}H{self.x}Z"
        )

    @property
    def text_y(self) -> int:
        return self.y + 13


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day."""

    entry: Entry
    x: int
    y: int
    label: str = ""
    text_x: int = 0

    @property
    def path(self) -> str:
        return shapes.mark(self.entry.direction or self.entry.track, self.x, self.y)

    @property
    def text_y(self) -> int:
        return self.y + 4


@dataclass(frozen=True)
class Line:
    """A named line of the drawing with its bars and marks."""

    track: Track
    y: int
    name_y: int
    height: int
    count: int
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Shade:
    """A pause, over the whole height."""

    entry: Entry
    x: int
    width: int

    @property
    def end(self) -> int:
        return self.x + self.width


@dataclass(frozen=True)
class Progress:
    """The direction of each review, one step up or down from the one before; one line for each
    enrolment. A place kept for instruments that measure."""

    lines: tuple[str, ...]  # points of polylines
    marks: tuple[Mark, ...]
    y: int
    height: int
    name_y: int


@dataclass(frozen=True)
class Drawing:
    size: Size
    height: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    shades: tuple[Shade, ...]
    progress: Progress | None
    exits: tuple[int, ...]
    today_x: int | None
    first: date
    last: date
    top: int = HEAD

    @property
    def foot(self) -> int:
        return self.height - FOOT

    @property
    def today_text_x(self) -> int:
        return min(max(self.today_x or 0, 20), self.size.width - 20)


@dataclass(frozen=True)
class Scale:
    """Days to units: the first day begins at the left edge, the last ends at the right. What lies
    outside is put at the edge."""

    first: date
    last: date
    left: int
    right: int

    def start(self, day: date) -> int:
        return self._at((min(max(day, self.first), self.last) - self.first).days)

    def end(self, day: date) -> int:
        return self._at((min(max(day, self.first), self.last) - self.first).days + 1)

    def _at(self, days: int) -> int:
        whole = (self.last - self.first).days + 1
        return self.left + round(days * (self.right - self.left) / whole)

    def middle(self, day: date) -> int:
        return (self.start(day) + self.end(day)) // 2


def draw(timeline: Timeline, size: Size) -> Drawing:
    """The whole drawing. A timeline has at least its enrolment."""
    first, last = period(timeline)
    scale = Scale(first, last, size.left, size.right)
    progress = _progress(timeline.entries, scale, size)
    y = HEAD + (progress.height if progress else 0)
    lines = []
    for track in Track:
        entries = [entry for entry in timeline.entries if entry.track == track]
        if entries and track not in (Track.PAUSE, Track.REVIEW):
            lines.append(_line(track, entries, scale, size, y))
            y += lines[-1].height
    pauses = [entry for entry in timeline.entries if entry.track == Track.PAUSE]
    is_now = first <= timeline.today <= last
    return Drawing(
        size=size,
        height=y + 4 + FOOT,
        ticks=tuple(ticks(scale, size.month)),
        lines=tuple(lines),
        shades=tuple(_shade(entry, scale) for entry in pauses),
        progress=progress,
        exits=tuple(
            scale.end(one.ends_on)
            for one in timeline.entries
            if one.track == Track.ENROLMENT and not one.goes_on
        ),
        today_x=scale.middle(timeline.today) if is_now else None,
        first=first,
        last=last,
    )


def period(timeline: Timeline) -> tuple[date, date]:
    """Whole months around everything there is, and today unless all was over long ago. Years that
    somebody must have mistyped do not squeeze the rest: 9999-12-31 ends at the edge."""
    earliest = timeline.today.replace(year=timeline.today.year - AT_MOST, day=1)
    latest = timeline.today.replace(year=timeline.today.year + AT_MOST, day=1)
    first = max(earliest, min(entry.starts_on for entry in timeline.entries))
    last = min(latest, max(entry.ends_on for entry in timeline.entries))
    near = last + timedelta(days=62)
    last = max(last, timeline.today) if timeline.today <= near else last
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return first.replace(day=1), after - timedelta(days=1)


def ticks(scale: Scale, least: int) -> Iterable[Tick]:
    """Names of months as close as they have room: every month, quarter … or every tenth year."""
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month + 1
    room = (scale.right - scale.left) / months
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if n * room >= least), 600)
    number = scale.first.year * 12 + scale.first.month - 1
    number += -number % step  # quarters begin in January, April, July and October
    said = 0
    for month in range(number, scale.last.year * 12 + scale.last.month, step):
        day = date(month // 12, month % 12 + 1, 1)
        label = formats.MONTHS[day.month - 1][:3] if step < 12 else ""
        x = min(scale.start(day), scale.right - 38)
        yield Tick(x, label, str(day.year) if day.year != said else "")
        said = day.year


def _line(track: Track, entries: Sequence[Entry], scale: Scale, size: Size, y: int) -> Line:
    name = 0 if size.column else NAME
    bars = [entry for entry in entries if not entry.is_point]
    points = [entry for entry in entries if entry.is_point]
    drawn, lanes = _stacked(bars, y + name, lambda one, at: _bar(one, at, scale, size))
    marks, more = _stacked(
        points, y + name + lanes * LANE, lambda one, at: _mark(one, at, scale, size)
    )
    height = name + (lanes + more) * LANE + 4
    return Line(track, y, y + 14, height, len(entries), tuple(drawn), tuple(marks))


def _bar(entry: Entry, y: int, scale: Scale, size: Size) -> tuple[Bar, int, int]:
    """The bar, and from where to where it and its words reach."""
    x = scale.start(entry.starts_on)
    width = max(scale.end(entry.ends_on) - x, LEAST_BAR)
    x = min(x, size.right - width)
    label, text_x, reach = _words(entry.what, x, x + width, size)
    left, right = min(x, text_x), max(x + width, reach)
    is_inside = x < text_x and reach < x + width
    return Bar(entry, x, y + 2, width, label, text_x, is_inside), left, right


def _mark(entry: Entry, y: int, scale: Scale, size: Size) -> tuple[Mark, int, int]:
    x = min(max(scale.middle(entry.starts_on), size.left + 6), size.right - 6)
    y += LANE // 2
    if entry.track not in LABELLED_POINTS:
        return Mark(entry, x, y), x, x  # marks of one line may crowd: the table has each of them
    label, text_x, reach = _words(entry.what, x - 6, x + 6, size)
    return Mark(entry, x, y, label, text_x), min(x - 6, text_x), max(x + 6, reach)


def _words(text: str, start: int, end: int, size: Size) -> tuple[str, int, int]:
    """The words with where they begin and end: in the bar from start to end where they have room,
    else after it, else before it. Cut to the larger room where they fit nowhere."""

    def width(letters: int) -> int:
        return round(letters * size.letter)

    rooms = (
        (start + 5, end - start - 8),
        (end + 5, size.right - end - 5),
        (size.left, start - 5 - size.left),
    )
    for place, (x, room) in enumerate(rooms):
        if width(len(text)) <= room:
            x += room - width(len(text)) if place == 2 else 0
            return text, x, x + width(len(text))
    x, room = max(rooms, key=lambda one: one[1])
    letters = max(int(room / size.letter) - 1, 0)
    return f"{text[: letters - 1]}…" if letters > 1 else "", x, x + width(letters)


def _stacked(
    entries: Sequence[Entry], y: int, place: Callable[[Entry, int], tuple]
) -> tuple[list, int]:
    """Each entry in the first lane where it touches nobody, the earliest on top, and the number of
    lanes."""
    lanes: list[list[tuple[int, int]]] = []
    drawn = []
    for entry in sorted(entries, key=lambda one: (one.starts_on, one.ends_on)):
        _, left, right = place(entry, y)
        may_crowd = entry.is_point and entry.track not in LABELLED_POINTS
        free = (n for n, lane in enumerate(lanes) if may_crowd or _is_free(lane, left, right))
        number = next(free, len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append((left, right))
        drawn.append(place(entry, y + number * LANE)[0])
    return drawn, len(lanes)


def _is_free(lane: Iterable[tuple[int, int]], left: int, right: int) -> bool:
    return all(right + GAP < begin or end + GAP < left for begin, end in lane)


def _shade(entry: Entry, scale: Scale) -> Shade:
    x = scale.start(entry.starts_on)
    return Shade(entry, x, max(scale.end(entry.ends_on) - x, 2))


def _progress(entries: Sequence[Entry], scale: Scale, size: Size) -> Progress | None:
    """Up for closer, down for further from work or studies. Begins where the enrolment does."""
    reviews = [entry for entry in entries if entry.track == Track.REVIEW]
    if not reviews:
        return None
    name = 0 if size.column else NAME
    courses = [_course(pk, entries) for pk in sorted({one.enrolment_id for one in reviews})]
    levels = [level for course in courses for _, _, level in course]
    high, low = max(levels), min(levels)
    step = LEVEL if high - low <= 4 else max(4, 4 * LEVEL // (high - low))

    def at(day: date, level: int) -> tuple[int, int]:
        return scale.middle(day), HEAD + name + 12 + (high - level) * step

    lines = tuple(
        " ".join("{},{}".format(*at(day, level)) for _, day, level in course) for course in courses
    )
    marks = tuple(
        Mark(entry, *at(day, level)) for course in courses for entry, day, level in course if entry
    )
    height = name + 24 + (high - low) * step
    return Progress(lines, marks, HEAD, height, HEAD + 14)


def _course(enrolment_id: int, entries: Sequence[Entry]) -> list[tuple[Entry | None, date, int]]:
    own = [one for one in entries if one.enrolment_id == enrolment_id]
    course: list[tuple[Entry | None, date, int]] = [
        (None, one.starts_on, 0) for one in own if one.track == Track.ENROLMENT
    ][:1]
    level = 0
    for one in own:
        if one.track == Track.REVIEW:
            level += {Direction.CLOSER: 1, Direction.FURTHER: -1}.get(one.direction, 0)  # type: ignore[arg-type]
            course.append((one, one.starts_on, level))
    return course
