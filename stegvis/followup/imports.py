"""The sheets of this room: themes, reported results, findings, decisions.

Headings are the file format and stay Swedish."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.imports.spec import (
    BadRow,
    Column,
    ImportSheet,
    RequiredIf,
    RowCheck,
    by_key,
    register,
)
from stegvis.core.imports.values import Choice, Day, Reference, Text, WholeNumber
from stegvis.followup import queries
from stegvis.followup.actions import decisions, findings, history, results, themes
from stegvis.followup.enums import (
    Answer,
    DecisionKind,
    FindingKind,
    FindingSource,
    ThemeKind,
)
from stegvis.followup.models import Decision, Finding, ReportedResult, ResultFigure, Theme
from stegvis.interventions.imports import INTERVENTION
from stegvis.interventions.models import ExpectedResult

Values = dict[str, Any]
NUMBER, POSITION = "intervention__reference_number", "position"
ANSWERS = Choice(
    {
        "nått": Answer.REACHED,
        "delvis": Answer.PARTLY,
        "inte nått": Answer.NOT_REACHED,
        "ej redovisat": Answer.NOT_REPORTED,
        "för tidigt": Answer.TOO_EARLY,
    }
)
SOURCES = Choice(
    {
        "leverantör": FindingSource.PROVIDER,
        "beställare": FindingSource.ORDERER,
        "deltagare": FindingSource.PARTICIPANTS,
        "gemensam": FindingSource.JOINT,
    }
)


# --- themes ---


class ThemeKinds(Choice):
    """A blank cell means both."""

    blank = ThemeKind.BOTH


def _apply_theme(*, values: Values, existing: Theme | None, by: User | None) -> Theme:
    return themes.save(by=by, theme=existing, **values)


register(
    ImportSheet(
        key="teman",
        title="Teman",
        order=20,
        key_columns=("name",),
        load_existing=by_key(Theme.objects.all, "name"),
        apply=_apply_theme,
        needs=Permission.THEME_EDIT,
        help="Det som framgångsfaktorer och utvecklingsområden handlar om.",
        columns=(
            Column("name", "tema", Text(max_length=80), True, example="Gruppdynamik"),
            Column("kind", "slag", ThemeKinds(ThemeKind), example="båda", help="Tomt är båda."),
            Column("description", "beskrivning", Text(max_length=300)),
        ),
    )
)


# --- reported results ---


def _figure(result: ReportedResult) -> ResultFigure | None:
    """The file holds one figure for each result; more can be written on the page."""
    return next(iter(result.figures.all()), None)


def _apply_result(
    *, values: Values, existing: ReportedResult | None, by: User | None
) -> ReportedResult:
    _refuse_second_answer(values, existing)
    figures = [] if values["count"] is None else [{n: values[n] for n in ("count", "of", "what")}]
    if existing:
        kept = existing.figures.values("count", "of", "what")
        figures += list(kept)[1:]
    result = results.answer(
        intervention=values["intervention"],
        by=by,
        expected_result=values["expected_result"],
        reported_result=existing,
        figures=figures,
        unchecked=True,
        **{name: values[name] for name in ("position", "answer", "text")},
    )
    history.settle(intervention=values["intervention"], by=by)
    return result


def _refuse_second_answer(values: Values, existing: ReportedResult | None) -> None:
    others = ReportedResult.objects.exclude(pk=existing.pk if existing else None)
    expected = values["expected_result"]
    other = expected and others.filter(expected_result=expected).first()
    if other:
        raise BadRow(
            _("Förväntat resultat %(nr)s har redan ett svar, på rad %(row)s.")
            % {"nr": expected.position, "row": other.position},
            "expected_result",
        )


def _count_within(values: Values, existing: ReportedResult | None) -> str | None:
    count, of = values["count"], values["of"]
    if count is not None and of is not None and count > of:
        return _("Antalet kan inte vara större än det hela.")
    return None


def _has_figure(values: Values) -> bool:
    return values["count"] is not None


register(
    ImportSheet(
        key="redovisade_resultat",
        title="Redovisade resultat",
        order=50,
        key_columns=("intervention", "position"),
        load_existing=by_key(
            lambda: ReportedResult.objects.select_related(
                "intervention", "expected_result"
            ).prefetch_related("figures"),
            NUMBER,
            POSITION,
        ),
        apply=_apply_result,
        needs=Permission.REPORT_REVIEW,
        help="Leverantörens svar på varje förväntat resultat, och det som ingen väntade sig.",
        checks=(RowCheck(("count", "of"), _count_within, beside="count"),),
        columns=(
            Column("intervention", "diarienummer", INTERVENTION, True, example="0123/25"),
            Column(
                "expected_result",
                "nr",
                Reference(
                    to="forvantade_resultat",
                    find=by_key(
                        lambda: ExpectedResult.objects.select_related("intervention"),
                        NUMBER,
                        POSITION,
                    ),
                    value=WholeNumber(least=1, most=999),
                    within=("intervention",),
                    label=lambda one: str(one.position),
                ),
                example="1",
                help="Det förväntade resultatets nummer. Tomt om det inte svarar på något sådant.",
            ),
            Column("position", "rad", WholeNumber(least=1, most=999), True, example="1"),
            Column("answer", "bedömning", ANSWERS, True, example="delvis"),
            Column("text", "text", Text(multiline=True)),
            Column(
                "count",
                "antal",
                WholeNumber(),
                required_if=RequiredIf(
                    ("of", "what"),
                    lambda v: v["of"] is not None or bool(v["what"]),
                    "när ”av” eller ”vad” är ifyllt.",
                ),
                current=lambda one: figure.count if (figure := _figure(one)) else None,
                example="3",
            ),
            Column(
                "of",
                "av",
                WholeNumber(),
                current=lambda one: figure.of if (figure := _figure(one)) else None,
                example="5",
            ),
            Column(
                "what",
                "vad",
                Text(max_length=200),
                required_if=RequiredIf(("count",), _has_figure, "när ett antal är ifyllt."),
                current=lambda one: figure.what if (figure := _figure(one)) else "",
                example="fick godkänt i alla moduler",
            ),
        ),
    )
)


# --- findings ---


def _apply_finding(*, values: Values, existing: Finding | None, by: User | None) -> Finding:
    values = dict(values)
    intervention = values.pop("intervention")
    if existing is None:
        values["year"] = queries.year_of_new_finding(intervention, today=timezone.localdate())
    finding = findings.save(
        intervention=intervention, by=by, finding=existing, unchecked=True, **values
    )
    history.settle(intervention=intervention, by=by)
    return finding


def _success_with_decision(values: Values, existing: Finding | None) -> str | None:
    decided = existing is not None and getattr(existing, "decision", None) is not None
    if decided and values["kind"] == FindingKind.SUCCESS:
        return _("Lärdomen har ett beslut. Bara utvecklingsområden kan ha det.")
    return None


register(
    ImportSheet(
        key="lardomar",
        title="Lärdomar",
        order=51,
        key_columns=("intervention", "position"),
        load_existing=by_key(
            lambda: Finding.objects.select_related("intervention", "decision").prefetch_related(
                "themes"
            ),
            NUMBER,
            POSITION,
        ),
        apply=_apply_finding,
        needs=Permission.ANALYSIS_EDIT,
        help="Framgångsfaktorer och utvecklingsområden, med minst ett tema var.",
        checks=(RowCheck(("kind",), _success_with_decision),),
        columns=(
            Column("intervention", "diarienummer", INTERVENTION, True, example="0123/25"),
            Column("position", "rad", WholeNumber(least=1, most=999), True, example="1"),
            Column("kind", "slag", Choice(FindingKind), True, example="framgångsfaktor"),
            Column(
                "statement",
                "kort",
                Text(max_length=120),
                True,
                example="En fast grupp gjorde att fler vågade tala",
                help="Högst 120 tecken.",
            ),
            Column("text", "text", Text(multiline=True)),
            Column("source", "källa", SOURCES, True, example="gemensam"),
            Column(
                "themes",
                "teman",
                Reference(to="teman", find=by_key(Theme.objects.all, "name"), separator="|"),
                True,
                current=lambda one: one.themes.all(),
                example="Fast grupp|Gruppdynamik",
                help="Flera skiljs åt med |.",
            ),
        ),
    )
)


# --- decisions ---


def _apply_decision(*, values: Values, existing: Decision | None, by: User | None) -> Decision:
    values = dict(values)
    finding = values.pop("finding")
    del values["intervention"]
    return decisions.save(finding=finding, by=by, unchecked=True, **values)


def _not_development(values: Values, existing: Decision | None) -> str | None:
    finding = values["finding"]
    kind = finding.kind if isinstance(finding, Finding) else finding.values["kind"]
    if kind != FindingKind.DEVELOPMENT:
        return _("Raden är en framgångsfaktor. Bara utvecklingsområden får beslut.")
    return None


def _done_wrong(values: Values, existing: Decision | None) -> str | None:
    if values["done_on"] and values["kind"] == DecisionKind.LEAVE:
        return _("Det som lämnas blir inte gjort. Töm cellen eller ändra beslutet.")
    if values["done_on"] and values["done_on"] > timezone.localdate():
        return _("Dagen har inte varit än.")
    return None


def _is_to_act(values: Values) -> bool:
    return values["kind"] != DecisionKind.LEAVE


register(
    ImportSheet(
        key="beslut",
        title="Beslut",
        order=52,
        key_columns=("intervention", "finding"),
        load_existing=by_key(
            lambda: Decision.objects.select_related("finding__intervention"),
            "finding__intervention__reference_number",
            "finding__position",
        ),
        apply=_apply_decision,
        needs=Permission.ANALYSIS_EDIT,
        help="Vad den gemensamma analysen beslutade om varje utvecklingsområde.",
        checks=(
            RowCheck(("finding",), _not_development),
            RowCheck(("kind", "done_on"), _done_wrong),
        ),
        columns=(
            Column(
                "intervention",
                "diarienummer",
                INTERVENTION,
                True,
                current="finding.intervention",
                example="0123/25",
            ),
            Column(
                "finding",
                "rad",
                Reference(
                    to="lardomar",
                    find=by_key(
                        lambda: Finding.objects.select_related("intervention"), NUMBER, POSITION
                    ),
                    value=WholeNumber(least=1, most=999),
                    within=("intervention",),
                    label=lambda one: str(one.position),
                ),
                True,
                example="2",
                help="Lärdomens rad i insatsen.",
            ),
            Column(
                "kind", "beslut", Choice(DecisionKind), True, example="ta med i nästa planering"
            ),
            Column(
                "text",
                "text",
                Text(max_length=300),
                required_if=RequiredIf(("kind",), _is_to_act, "när något ska göras."),
                example="Pröva språknivån före start",
            ),
            Column(
                "owner",
                "ansvarig",
                Text(max_length=120),
                required_if=RequiredIf(("kind",), _is_to_act, "när något ska göras."),
                example="planerare",
            ),
            Column("due_on", "senast", Day(), example="2025-06-30"),
            Column("done_on", "gjort", Day()),
            Column("done_note", "vad som gjordes", Text(max_length=300)),
        ),
    )
)
