"""What pages of one intervention read. A function says what it costs where it is not one query.
What is read over many interventions is in `learning`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.followup.enums import (
    Answer,
    CarryAnswer,
    DecisionKind,
    FindingKind,
    FindingSource,
)
from stegvis.followup.models import (
    CarriedAnswer,
    Decision,
    Finding,
    ProviderReport,
    ReportedResult,
)
from stegvis.interventions.models import ExpectedResult, Intervention
from stegvis.interventions.queries import chain, related_to

# --- step 5 ---


@dataclass(frozen=True)
class ResultLine:
    """An expected result with its answer. `expected` is None for a result that nobody expected."""

    expected: ExpectedResult | None
    reported: ReportedResult | None

    @property
    def answer(self) -> Answer | None:
        return Answer(self.reported.answer) if self.reported else None

    @property
    def anchor(self) -> str:
        """The place on the page: rad-3, or ovrigt-12; ovrigt-ny for one that is not written."""
        if self.expected:
            return f"rad-{self.expected.position}"
        return f"ovrigt-{self.reported.position}" if self.reported else "ovrigt-ny"

    @property
    def title(self) -> str:
        return str(self.expected or self.reported or "")


def result_lines(intervention: Intervention) -> list[ResultLine]:
    """Every expected result in order, then what was reported besides. Three queries."""
    reported = ReportedResult.objects.filter(intervention=intervention).prefetch_related("figures")
    answers = {result.expected_result_id: result for result in reported}
    lines = [
        ResultLine(expected, answers.get(expected.pk))
        for expected in intervention.expected_results.all()
    ]
    return lines + [ResultLine(None, one) for one in reported if one.expected_result_id is None]


@dataclass(frozen=True)
class Progress:
    answered: int
    of: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of


def progress(lines: Iterable[ResultLine]) -> Progress:
    expected = [line for line in lines if line.expected]
    return Progress(sum(line.reported is not None for line in expected), len(expected))


# --- step 6 ---

MOVES = {
    "report.submit": _("Lämnades in"),
    "report.hand_back": _("Lämnades tillbaka"),
    "report.accept": _("Togs emot"),
    "report.taken_over": _("Lästes in från tidigare uppföljning"),
}


@dataclass(frozen=True)
class Moment:
    """Something that happened to the report: when, who, what, and what was said."""

    round: int
    at: datetime
    by: User | None
    label: str
    comment: str


def report_history(report: ProviderReport) -> list[Moment]:
    """Hand-ins, hand-backs with their comments, and acceptance, oldest first. Two queries.

    A round begins each time the report is handed in."""
    if report.pk is None:
        return []
    events = AuditEvent.objects.filter(
        object_kind=ProviderReport._meta.label_lower, object_id=report.pk, action__in=MOVES
    ).select_related("by")
    comments = iter(report.comments.all())
    moments, round_number = [], 0
    for event in events.order_by("at", "pk"):
        round_number += event.action == "report.submit"
        comment = next(comments, None) if event.action == "report.hand_back" else None
        text = comment.text if comment else ""
        label = str(MOVES[event.action])
        moments.append(Moment(max(round_number, 1), event.at, event.by, label, text))
    return moments


# --- step 7 ---


@dataclass(frozen=True)
class Lesson:
    """A finding as pages show it."""

    finding: Finding
    decision: Decision | None

    @property
    def kind(self) -> FindingKind:
        return FindingKind(self.finding.kind)

    @property
    def source(self) -> FindingSource:
        return FindingSource(self.finding.source)

    @property
    def decision_kind(self) -> DecisionKind | None:
        return DecisionKind(self.decision.kind) if self.decision else None

    @property
    def is_undecided(self) -> bool:
        return self.kind == FindingKind.DEVELOPMENT and self.decision is None


def lesson(finding: Finding) -> Lesson:
    """Needs `select_related("decision")` to cost nothing."""
    return Lesson(finding, getattr(finding, "decision", None))


def lessons(intervention: Intervention) -> dict[str, list[Lesson]]:
    """The intervention's findings by kind, in order. Two queries."""
    findings = intervention.findings.select_related("decision").prefetch_related("themes")
    found: dict[str, list[Lesson]] = {kind: [] for kind in FindingKind.values}
    for finding in findings:
        found[finding.kind].append(lesson(finding))
    return found


def year_of_new_finding(intervention: Intervention, *, today: date) -> int:
    """The year a new finding belongs to: the last one with figures, else when it ends or today."""
    counted = intervention.years.order_by("-year").values_list("year", flat=True).first()
    ends = intervention.ends_on.year if intervention.ends_on else today.year
    return counted or min(ends, today.year)


# --- step 2: what earlier interventions decided ---


@dataclass(frozen=True)
class Carried:
    """A development area of an earlier intervention, as the next plan meets it.

    decision  None where the earlier joint analysis has not decided
    answer    what this plan answers; `elsewhere` what other plans have answered
    url       the earlier joint analysis, blank where the reader may not see that intervention
    """

    finding: Finding
    decision: Decision | None
    answer: CarriedAnswer | None
    elsewhere: list[CarriedAnswer]
    url: str

    @property
    def needs_answer(self) -> bool:
        return self.decision is not None and self.answer is None

    @property
    def given(self) -> CarryAnswer | None:
        return CarryAnswer(self.answer.answer) if self.answer else None


def earlier(intervention: Intervention) -> QuerySet[Intervention]:
    """Those whose lessons the plan must meet: what it continues, and in the same department those
    of the same kind or for the same target group that began before it.

    Not narrowed to what the reader may see: a plan is not approved on half the lessons."""
    root = intervention.unit.path.split("/")[0]
    before = Q(unit__path__startswith=f"{root}/", starts_on__isnull=False)
    if intervention.starts_on:
        before &= Q(starts_on__lt=intervention.starts_on)
    continued = Q(pk__in=[one.pk for one in chain(intervention)])
    return Intervention.objects.filter(related_to(intervention)).filter(continued | before)


def carried_decisions(intervention: Intervention, user: User | None = None) -> list[Carried]:
    """Open decisions to act in the next plan from earlier interventions, with this plan's answers,
    and development areas that the predecessors left undecided. Nearest predecessor first.

    Five queries for any number, and one for each step back in the chain."""
    predecessors = [one.pk for one in chain(intervention)]
    to_act = Decision.objects.open().filter(kind=DecisionKind.ACT_NEXT_PLAN)
    answered = Decision.objects.filter(answers__intervention=intervention)
    findings = (
        Finding.objects.filter(intervention__in=earlier(intervention), kind=FindingKind.DEVELOPMENT)
        .filter(
            Q(decision__in=to_act)
            | Q(decision__in=answered)
            | Q(decision=None, intervention__in=predecessors)
        )
        .select_related("decision", "intervention")
        .prefetch_related("themes", Prefetch("decision__answers", _answers()))
    )
    seen = _visible(user, findings)
    found = [_carried(finding, intervention, seen) for finding in findings]
    order = {pk: place for place, pk in enumerate(predecessors)}
    return sorted(found, key=lambda one: order.get(one.finding.intervention_id, len(order)))


def _answers() -> QuerySet[CarriedAnswer]:
    return CarriedAnswer.objects.select_related("intervention", "by")


def _visible(user: User | None, findings: Iterable[Finding]) -> set[int]:
    if user is None:
        return set()
    sources = {finding.intervention_id for finding in findings}
    visible = Intervention.objects.visible_to(user).filter(pk__in=sources)
    return set(visible.values_list("pk", flat=True))


def _carried(finding: Finding, intervention: Intervention, seen: set[int]) -> Carried:
    decision = getattr(finding, "decision", None)
    answers = list(decision.answers.all()) if decision else []
    source = finding.intervention_id
    return Carried(
        finding,
        decision,
        next((one for one in answers if one.intervention_id == intervention.pk), None),
        [one for one in answers if one.intervention_id != intervention.pk],
        reverse("followup:analysis_detail", args=[source]) if source in seen else "",
    )


# --- the intervention's page ---


@dataclass(frozen=True)
class Summary:
    """What the follow-up of one intervention has come to."""

    answers: list[tuple[Answer, int]]
    expected: int
    success: list[Lesson]
    development: list[Lesson]

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.success or self.development)


def summary(intervention: Intervention) -> Summary:
    """How many expected results got which answer, and the findings. Four queries."""
    answered = intervention.reported_results.exclude(expected_result=None)
    counted = Counter(answered.values_list("answer", flat=True))
    found = lessons(intervention)
    return Summary(
        [(answer, counted[answer]) for answer in Answer if counted[answer]],
        intervention.expected_results.count(),
        found[FindingKind.SUCCESS],
        found[FindingKind.DEVELOPMENT],
    )
