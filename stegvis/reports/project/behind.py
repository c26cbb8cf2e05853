"""What a figure of the project report counts, and who may see what of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.analysis.indicators import (
    DIMENSIONS,
    PROGRAMME_CATALOGUE,
    Figure,
    Indicator,
    members,
)
from stegvis.employers.models import Employer, Workplace
from stegvis.participants.access import may_see_sensitive
from stegvis.participants.models import Enrolment, Programme
from stegvis.reports import access
from stegvis.reports.documents.model import Cell, Chapter, Table
from stegvis.reports.documents.model import Figure as Picture
from stegvis.reports.project import producing
from stegvis.reports.project.producing import Recipe
from stegvis.reports.project.source import ProjectSource, drill
from stegvis.reports.snapshot_programmes import Keys, opened

PERSON, ENROLMENT = "person_id", "enrolment_id"
WORKPLACE, EMPLOYER = "workplace_id", "employer_id"


class NoSuchFigure(LookupError):
    """The report has no such figure, or not for this reader."""


@dataclass(frozen=True)
class Opened:
    """A figure with the keys in the snapshot of what it counts."""

    figure: Figure
    ids: tuple[str, ...]

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator

    @property
    def group(self) -> str:
        return ", ".join(DIMENSIONS[name].label(key) for name, key in self.figure.group)

    @property
    def is_sensitive(self) -> bool:
        """Whether who is behind the figure says something of health, or of what she answered."""
        return self.indicator.is_sensitive or any(
            DIMENSIONS[name].is_sensitive for name, _ in self.figure.group
        )


def open_figure(made_of: Recipe, name: str, group: Mapping[str, str]) -> Opened:
    """A figure by its name and its group's keys as text, with "" for the key that is missing.

    Where small counts are held back only figures of the report itself open: others could be put
    together until they tell of somebody. Raises NoSuchFigure."""
    indicator = PROGRAMME_CATALOGUE.get(name)
    if indicator is None or not set(group) <= set(indicator.group_by):
        raise NoSuchFigure
    with producing.source(made_of) as source:
        figure = _figure(source, name, group)
        if made_of.settings.is_protected and drill(figure) not in _shown(made_of):
            raise NoSuchFigure
        if figure.is_suppressed:
            return Opened(figure, ())
        ids = members(
            indicator,
            source.tables,
            period=source.period,
            group=figure.group,
            counted_only=True,
        )
    return Opened(figure, ids)


def _figure(source: ProjectSource, name: str, group: Mapping[str, str]) -> Figure:
    for figure in source.by(name, *group):
        keys = dict(figure.group)
        if all(("" if keys[d] is None else str(keys[d])) == key for d, key in group.items()):
            return figure
    raise NoSuchFigure


def _shown(made_of: Recipe) -> set[str]:
    """The addresses that the report's figures open at."""
    chapters = producing.document(made_of).chapters
    return {
        cell.href
        for chapter in chapters
        for table in _tables(chapter)
        for row in table.all_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.href
    }


def _tables(chapter: Chapter) -> list[Table]:
    blocks = [block.table if isinstance(block, Picture) else block for block in chapter.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def may_see_rows(user: User, found: Opened, programme: Programme) -> bool:
    """Persons need the right to see persons, and to see sensitive matters where the figure tells
    of them; employers need the right to see employers."""
    if found.indicator.frame.identity in (WORKPLACE, EMPLOYER):
        return bool(user.may(Permission.EMPLOYER_VIEW))
    if not access.may_see_persons(user, programme):
        return False
    return not found.is_sensitive or may_see_sensitive(user, programme.unit)


@dataclass(frozen=True)
class Rows:
    """Primary keys of enrolments in order, and how many of those counted the user may not see."""

    pks: list[int]
    unseen: int


def enrolments(user: User, found: Opened, programme: Programme, *, made_of: Recipe) -> Rows:
    """The enrolments behind a figure about people, as far as the user may see them, by name.

    Enrolments of the programme that began after the count are not among them. One query."""
    keys, wanted = Keys(made_of.snapshot.folder), set(found.ids)
    kind = found.indicator.frame.identity
    visible = (
        Enrolment.objects.visible_to(user)
        .filter(programme=programme, starts_on__lte=made_of.settings.counted_on)
        .order_by("participant__last_name", "participant__first_name", "starts_on", "pk")
        .values_list("pk", "participant")
    )
    made = [
        (keys("person", person) if kind == PERSON else keys("enrolment", pk), pk)
        for pk, person in visible
    ]
    pks = [pk for key, pk in made if key in wanted]
    return Rows(pks, len(wanted - {key for key, _ in made}))


def listed(pks: list[int]) -> list[Enrolment]:
    """The enrolments with these keys, in their order. One query."""
    rows = Enrolment.objects.select_related("participant").in_bulk(pks)
    return [rows[pk] for pk in pks]


def employers(user: User, found: Opened, *, made_of: Recipe) -> list[Employer | Workplace]:
    """The workplaces or employers behind a figure. Two queries."""
    keys = Keys(made_of.snapshot.folder)
    if found.indicator.frame.identity == EMPLOYER:
        visible = Employer.objects.visible_to(user)
        chosen = opened(keys, "employer", visible, found.ids)
        return list(visible.filter(pk__in=chosen).order_by("name", "pk"))
    places = Workplace.objects.visible_to(user).select_related("employer")
    chosen = opened(keys, "workplace", places, found.ids)
    return list(places.filter(pk__in=chosen).order_by("employer__name", "name", "pk"))
