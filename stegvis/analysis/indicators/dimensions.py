"""The ways to group what is counted, with the words and the order of coded values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stegvis.analysis.words import swedish_order

Key = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to group. ``labels_sv`` fixes words and order of coded values; ``order`` is the column
    that sorts the others. ``is_sensitive`` tells that a person's group says something of her
    health."""

    name: str
    column: str
    title_sv: str
    labels_sv: Mapping[str, str] = field(default_factory=dict)
    missing_sv: str = "ej angivet"
    order: str | None = None
    is_sensitive: bool = False

    def label(self, key: Key, labels: Mapping[str, str] | None = None) -> str:
        if key is None:
            return self.missing_sv
        return (labels or {}).get(str(key)) or self.labels_sv.get(str(key)) or str(key)

    def rank(self, key: Key) -> tuple[int, str]:
        """Sort key of a value: the fixed order, then by text; what is missing comes last."""
        if key is None:
            return (len(self.labels_sv) + 1, "")
        codes = list(self.labels_sv)
        place = codes.index(str(key)) if str(key) in codes else len(codes)
        return (place, swedish_order(str(key)))


_OF_INTERVENTIONS = (
    Dimension("unit_group", "unit_group", "enhet"),
    Dimension("unit_code", "unit_code", "beställande enhet"),
    Dimension("category", "category", "kategori", order="category_order"),
    Dimension("intervention", "intervention_id", "insats", order="starts_on"),
    Dimension("provider", "provider", "leverantör"),
    Dimension(
        "contract_form",
        "contract_form",
        "avtalsform",
        {
            "framework": "ramavtal",
            "internal": "intern överenskommelse",
            "direct_award": "direktupphandling",
            "other": "annat avtal",
        },
    ),
    Dimension(
        "change_kind",
        "change_kind",
        "slag av förändring",
        {
            "awareness": "medvetenhet",
            "insight": "insikt",
            "knowledge": "kunskap",
            "skill": "färdighet",
            "certificate": "intyg",
            "work_or_studies": "arbete eller studier",
            "other": "annat",
        },
    ),
    Dimension(
        "answer",
        "answer",
        "svar",
        {
            "reached": "nått",
            "partly": "delvis nått",
            "not_reached": "inte nått",
            "not_reported": "ej redovisat",
            "too_early": "för tidigt",
        },
        missing_sv="inte besvarat",
    ),
    Dimension(
        "kind",
        "kind",
        "slag av lärdom",
        {"success": "framgångsfaktor", "development": "utvecklingsområde"},
    ),
    Dimension(
        "finding_source",
        "source",
        "källa",
        {
            "provider": "leverantör",
            "orderer": "beställare",
            "participants": "deltagare",
            "joint": "gemensam",
        },
    ),
    Dimension("theme", "theme", "tema", missing_sv="utan tema"),
    Dimension("finding_year", "finding_year", "år"),
    Dimension(
        "agreement_kind",
        "kind",
        "slag av avtal",
        {
            "framework": "ramavtal",
            "call_off": "avrop",
            "direct_award": "direktupphandling",
            "internal": "överenskommelse",
            "other": "annat avtal",
        },
    ),
    Dimension("agreement", "agreement_id", "avtal", order="last_day"),
)

_OF_PROGRAMMES = (
    Dimension(
        "sex",
        "sex",
        "kön",
        {"woman": "kvinnor", "man": "män", "other": "annat", "unknown": "kön ej uppgivet"},
    ),
    Dimension(
        "age_group",
        "age_group",
        "ålder vid start",
        {
            "-24": "högst 24 år",
            "25-29": "25–29 år",
            "30-39": "30–39 år",
            "40-49": "40–49 år",
            "50-": "50 år eller äldre",
        },
        missing_sv="ålder ej känd",
    ),
    Dimension(
        "under_30",
        "under_30",
        "ålder vid start",
        {"yes": "högst 29 år", "no": "30 år eller äldre"},
        missing_sv="ålder ej känd",
    ),
    Dimension(
        "addiction",
        "addiction",
        "bakgrund med beroende",
        {"yes": "med beroendebakgrund", "no": "utan beroendebakgrund"},
        missing_sv="beroendebakgrund inte känd",
        is_sensitive=True,
    ),
    Dimension(
        "mental_ill_health",
        "mental_ill_health",
        "psykisk ohälsa",
        {"yes": "med psykisk ohälsa", "no": "utan psykisk ohälsa"},
        missing_sv="psykisk ohälsa inte känd",
        is_sensitive=True,
    ),
    Dimension(
        "education_group",
        "education_group",
        "högsta utbildning",
        {
            "none": "inte avslutad grundskola",
            "compulsory": "grundskola",
            "upper_secondary": "gymnasium",
            "post_secondary": "eftergymnasial",
        },
        missing_sv="utbildning inte känd",
    ),
    Dimension(
        "time_without_work",
        "time_without_work",
        "tid utan arbete före starten",
        {
            "0-5": "kortare än 6 månader",
            "6-12": "6–12 månader",
            "13-24": "13–24 månader",
            "25-": "mer än 24 månader",
        },
        missing_sv="tid utan arbete inte känd",
    ),
    Dimension(
        "goal",
        "goal",
        "arbete eller studier",
        {"yes": "med arbete eller studier", "no": "utan arbete eller studier"},
    ),
    Dimension(
        "destination",
        "destination",
        "vart personen gick",
        {
            "work": "arbete",
            "studies": "studier",
            "other_measure": "annan arbetsmarknadsinsats",
            "other_authority": "annan myndighet tar över",
            "back_to_referrer": "ny planering hos remittenten",
            "moved": "flyttat",
            "deceased": "avliden",
            "other": "annat",
            "ongoing": "inskriven än",
            "not_told": "inte registrerat",
        },
    ),
    Dimension(
        "exit_reason_group",
        "exit_reason_group",
        "orsak till avslut",
        {
            "goal": "målet är nått",
            "next_step": "nästa steg finns någon annanstans",
            "health": "hälsa eller missbruk, behöver annat stöd först",
            "declined": "vill inte eller går inte att nå",
            "gone": "flyttat eller avliden",
            "other": "annan orsak",
        },
        missing_sv="ingen orsak registrerad",
        is_sensitive=True,
    ),
    Dimension(
        "market",
        "market",
        "arbetsplatsernas marknad",
        {
            "regular": "bara reguljär arbetsmarknad",
            "own": "bara egen verksamhet",
            "both": "båda",
        },
        missing_sv="ingen arbetsplats",
    ),
    Dimension(
        "activity_kind",
        "kind",
        "slag av aktivitet",
        {
            "mapping": "kartläggning",
            "guidance": "studie- och yrkesvägledning",
            "cv": "skriva cv",
            "letter": "skriva personligt brev",
            "interview_training": "träna på intervju",
            "job_search": "söka jobb",
            "study_visit": "studiebesök",
            "health": "hälsofrämjande aktivitet",
            "social": "social aktivitet",
            "language": "språkträning",
            "course": "kurs",
            "other": "annat",
        },
        is_sensitive=True,
    ),
    Dimension(
        "focus",
        "focus",
        "inriktning",
        {
            "direct": "direkt jobbfokuserad",
            "indirect": "indirekt jobbfokuserad",
            "health": "hälsa",
            "social": "socialt",
            "competence": "kompetens",
        },
        is_sensitive=True,
    ),
    Dimension(
        "placement_kind",
        "kind",
        "slag av plats",
        {
            "work_training": "arbetsträning",
            "internship": "praktik",
            "hourly": "timanställning",
            "employment": "anställning",
        },
    ),
    Dimension(
        "change",
        "answer",
        "livssituationen",
        {
            "much_better": "mycket bättre",
            "better": "lite bättre",
            "same": "oförändrad",
            "worse": "sämre",
            "do_not_know": "vet inte",
        },
        missing_sv="inte besvarad",
        is_sensitive=True,
    ),
    Dimension("survey", "survey", "enkät"),
    Dimension("months", "months", "månader efter avslut", {"1": "1", "6": "6", "12": "12"}),
    Dimension(
        "follow_up_status",
        "status",
        "läge",
        {
            "reached": "nådd",
            "refused": "ville inte svara",
            "unknown": "gick inte att nå",
            "due": "inte gjord än",
        },
    ),
    Dimension(
        "situation",
        "situation",
        "vad personen gjorde då",
        {
            "work": "arbetade",
            "studies": "studerade",
            "measure": "var i insats",
            "job_seeking": "sökte arbete",
            "sick": "var sjukskriven",
            "other": "annat",
        },
        missing_sv="inte känt",
        is_sensitive=True,
    ),
)

DIMENSIONS: Mapping[str, Dimension] = {
    dimension.name: dimension for dimension in (*_OF_INTERVENTIONS, *_OF_PROGRAMMES)
}
