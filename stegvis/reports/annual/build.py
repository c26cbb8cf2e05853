"""From a source to the whole document. Pure: no database, no clock."""

from stegvis.reports.annual import closing, learning, opening, results, sheets
from stegvis.reports.annual.source import Source
from stegvis.reports.documents.model import Document


def build(source: Source) -> Document:
    """The annual report: chapters in the order that its readers know."""
    settings = source.settings
    return Document(
        title=settings.title,
        subtitle=f"Uppföljning av arbetsmarknadsinsatser {settings.year}",
        organisation=settings.organisation,
        dated_on=settings.dated_on,
        version_label=settings.version_label,
        is_draft=settings.is_draft,
        chapters=(
            opening.summary(source),
            opening.purpose(source),
            opening.theory(source),
            opening.agreements(source),
            sheets.sheets(source),
            results.results(source),
            learning.learning(source),
            learning.conclusions(source),
            closing.ahead(source),
            closing.appendix(source),
        ),
    )
