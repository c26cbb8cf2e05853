"""From a source to the whole document. Pure: no database, no clock."""

from stegvis.core.formats import date_in_prose
from stegvis.reports.documents.model import Document
from stegvis.reports.project import afterwards, closing, opening, persons, working_life
from stegvis.reports.project.source import ProjectSource

LABELS = {True: "Små tal är skyddade", False: "För enhetens eget bruk"}


def build(source: ProjectSource) -> Document:
    """The results part of a final report, in the order of its readers' questions."""
    programme, period, told = source.programme(), source.period, source.settings
    return Document(
        title=f"Projektrapport {programme['title']}",
        subtitle=f"Resultat {date_in_prose(period.starts_on)}–{date_in_prose(period.ends_on)}",
        organisation=told.organisation,
        dated_on=told.dated_on,
        version_label=LABELS[told.is_protected],
        is_draft=False,
        chapters=(
            opening.summary(source),
            opening.goals(source),
            persons.participants(source),
            persons.results(source),
            persons.stay(source),
            working_life.activities(source),
            working_life.employers(source),
            afterwards.survey(source),
            afterwards.follow_ups(source),
            closing.unmeasured(source),
            closing.definitions(source),
        ),
    )
