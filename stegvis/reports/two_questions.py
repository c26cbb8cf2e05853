"""The manager's two questions: a few figures, each with its unit, each opening what it counts.

What is about a year comes from the newest annual report that the user may see: the same indicators
on the same snapshot, so the start page and the report cannot differ. It is counted once for each
snapshot and kept. Decisions are read as they are now."""

from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import stegvis
from stegvis.accounts.models import User
from stegvis.core import formats
from stegvis.followup.models import Decision
from stegvis.reports import apart, producing, snapshot_files
from stegvis.reports.annual.questions import Answers, Told
from stegvis.reports.apart import NotMade
from stegvis.reports.models import AnnualReport
from stegvis.reports.queries import age
from stegvis.reports.snapshot_files import SnapshotDamaged

Text = str | Promise

RIGHT_THINGS: tuple[tuple[str, Text, Text], ...] = (
    ("interventions", _("insatser %(year)s"), ""),
    ("started", _("starter"), _("en person kan ha flera")),
    (
        "expected_reached_share",
        _("nådda resultat"),
        _("%(above)s av %(below)s med besked, av %(of)s förväntade"),
    ),
    ("outcome_cost", _("kostnad %(year)s"), ""),
)
RIGHT_WAY: tuple[tuple[str, Text, Text], ...] = (
    ("completion_share", _("fullföljda"), _("%(above)s av %(below)s starter")),
    ("cost_per_completed", _("per fullföljd start"), _("%(above)s för %(below)s fullföljda")),
)
MOST = 3  # themes by name


@dataclass(frozen=True)
class Tile:
    """A figure, what it counts, what it is made of, where it opens, and what to be wary of."""

    value: str
    words: Text
    url: str
    detail: Text = ""
    warning: Text = ""
    tone: str = ""  # of the warning


@dataclass(frozen=True)
class Theme:
    name: str
    words: str
    url: str


@dataclass(frozen=True)
class Question:
    title: Text
    tiles: list[Tile]
    returning: list[Theme] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """Both questions. `report` is what the year's figures come from, None where there is none;
    `age` how old they are; `damage` why they cannot be read."""

    questions: list[Question]
    report: AnnualReport | None
    age: str = ""
    damage: str = ""


def overview(user: User, *, today: date) -> Overview:
    """Two queries. The first time after a count the report's snapshot is read."""
    report, counted, damage = newest(user), None, ""
    late = _late_decisions(user, today)
    try:
        counted = _counted(report, today) if report else None
    except (SnapshotDamaged, NotMade) as why:
        damage = str(why)
    things, way, themes = [], [late], []
    if report and counted:
        things = _tiles(report, counted, RIGHT_THINGS)
        way = [*_tiles(report, counted, RIGHT_WAY), _returning(report, counted), late]
        themes = _themes(report, counted)
    return Overview(
        [
            Question(_("Gör vi rätt saker?"), things),
            Question(_("Gör vi sakerna på rätt sätt?"), way, themes),
        ],
        report,
        age(report.snapshot.taken_at, today=today) if report else "",
        damage,
    )


def newest(user: User) -> AnnualReport | None:
    """Of the last year's reports the one about the highest unit, and of those the latest."""
    visible = AnnualReport.objects.visible_to(user).select_related("snapshot")
    placed = visible.annotate(depth=Min(Length("units__path")))
    return placed.order_by("-year", "depth", "-created_at", "-pk").first()


def _counted(report: AnnualReport, today: date) -> Answers:
    """Raises SnapshotDamaged and NotMade."""
    key = f"{report.snapshot.folder}-answers-{report.pk}-{stegvis.__version__}"
    found: Answers | None = cache.get(key)
    if found is None:
        settings = producing.recipe(report, dated_on=today).settings
        with snapshot_files.readable(report.snapshot) as folder, apart.turn():
            found = apart.run("answers", folder, settings)
        cache.set(key, found)
    return found


def _tiles(
    report: AnnualReport, counted: Answers, shown: tuple[tuple[str, Text, Text], ...]
) -> list[Tile]:
    tiles = []
    for name, words, detail in shown:
        kept = counted.figures[name]
        parts = {"year": report.year, **vars(kept)}
        tiles.append(
            Tile(
                kept.value,
                str(words) % parts,
                report.get_absolute_url() + kept.path,
                _made_of(kept, str(detail) % parts),
                _("läs med försiktighet") if kept.is_serious else "",
                "warn",
            )
        )
    return tiles


def _made_of(kept: Told, detail: str) -> str:
    if kept.value == formats.MISSING:
        return ""
    return f"{detail} ({kept.interval})" if kept.interval else detail


def _returning(report: AnnualReport, counted: Answers) -> Tile:
    return Tile(
        _of(len(counted.themes), counted.of_themes),
        _("teman återkommer bland utvecklingsområdena"),
        f"{report.get_absolute_url()}#larande-development",
        _("i flera insatser eller år"),
    )


def _themes(report: AnnualReport, counted: Answers) -> list[Theme]:
    return [
        Theme(
            name,
            ngettext("%(n)d insats", "%(n)d insatser", number) % {"n": number},
            report.get_absolute_url() + path,
        )
        for name, number, path in counted.themes[:MOST]
    ]


def _late_decisions(user: User, today: date) -> Tile:
    undone = Decision.objects.visible_to(user).open()
    found = undone.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return Tile(
        _of(found["late"], found["all"]),
        _("öppna beslut är försenade"),
        reverse("followup:decision_list") + "?show=overdue",
        warning=_("dagen har passerat") if found["late"] else "",
        tone="bad",
    )


def _of(part: int, whole: int) -> str:
    return str(_("%(part)s av %(whole)s")) % {"part": part, "whole": whole}
