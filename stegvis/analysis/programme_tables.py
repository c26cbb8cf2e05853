"""The snapshot's tables about programmes and the persons in them, since version 2.

No table has a name, a number or free text about a person. Keys of persons, enrolments, workplaces
and employers are made anew for each snapshot, so two snapshots cannot be joined to follow a person.
"""

from __future__ import annotations

from stegvis.analysis.columns import BOOL, COUNT, DATE, MONEY, TEXT, Column, TableSchema, must

YES_NO = ("yes", "no")
CHANGES = ("much_better", "better", "same", "worse", "do_not_know")
SEXES = ("woman", "man", "other", "unknown")
DESTINATIONS = (
    *("work", "studies", "other_measure", "other_authority"),
    *("back_to_referrer", "moved", "deceased", "other"),
)
EXIT_REASONS = ("goal", "next_step", "health", "declined", "gone", "other")
EDUCATION_GROUPS = ("none", "compulsory", "upper_secondary", "post_secondary")
ACTIVITY_KINDS = (
    *("mapping", "guidance", "cv", "letter", "interview_training", "job_search", "study_visit"),
    *("health", "social", "language", "course", "other"),
)
FOCUSES = ("direct", "indirect", "health", "social", "competence")
PLACEMENT_KINDS = ("work_training", "internship", "hourly", "employment")
MARKETS = ("regular", "own")
SITUATIONS = ("work", "studies", "measure", "job_seeking", "sick", "other")
CONTACT_RESULTS = (
    *("nobody_there", "not_now", "no", "interested", "study_visit"),
    *("offers_place", "offers_job", "followed_up"),
)

_SINCE = 2
_ENROLMENT = must("enrolment_id", TEXT, "inskrivningens nyckel i uttaget")
_PROGRAMME = must("programme", TEXT, "verksamhetens korta namn")

PROGRAMME_TABLES = (
    TableSchema(
        "programmes",
        "Verksamheter och projekt som personer är inskrivna i.",
        ("programme",),
        (
            _PROGRAMME,
            must("title", TEXT, "verksamhetens namn"),
            must("unit_code", TEXT, "enheten som driver den"),
            must("starts_on", DATE, "första dagen"),
            Column("ends_on", DATE, "sista dagen, medräknad; tomt när den pågår tills vidare"),
        ),
        _SINCE,
    ),
    TableSchema(
        "enrolments",
        "En rad för varje inskrivning, med det som var känt om personen vid starten.",
        ("enrolment_id",),
        (
            _ENROLMENT,
            must("person_id", TEXT, "personens nyckel i uttaget"),
            _PROGRAMME,
            must("unit_code", TEXT, "enheten som driver verksamheten"),
            must("sex", TEXT, "kön", SEXES),
            Column("age_at_start", COUNT, "ålder i år på inskrivningsdagen"),
            Column("addiction", TEXT, "bakgrund med beroende; tomt när ingen har frågat", YES_NO),
            Column("mental_ill_health", TEXT, "psykisk ohälsa; tomt när ingen har frågat", YES_NO),
            Column("education_group", TEXT, "högsta utbildning i grova grupper", EDUCATION_GROUPS),
            Column("months_without_work", COUNT, "månader utan arbete före starten"),
            must("starts_on", DATE, "inskriven"),
            Column("ends_on", DATE, "sista dagen, medräknad; tomt när inskrivningen pågår"),
            Column("destination", TEXT, "vart personen gick vid avslut", DESTINATIONS),
            Column("exit_reason_group", TEXT, "varför, i grova grupper", EXIT_REASONS),
            Column("waited_days", COUNT, "dagar från intresseanmälan till inskrivning"),
        ),
        _SINCE,
    ),
    TableSchema(
        "outcomes",
        "Arbete och studier som börjat, med de uppgifter som definitionerna frågar efter.",
        ("outcome_id",),
        (
            must("outcome_id", TEXT, "nyckel i uttaget"),
            _ENROLMENT,
            must("kind", TEXT, "slag", ("work", "studies")),
            must("starts_on", DATE, "första dagen"),
            Column("ends_on", DATE, "sista dagen, medräknad; tomt när det pågår"),
            Column("open_to_anyone", TEXT, "öppet för vem som helst att söka", YES_NO),
            Column("normal_pay", TEXT, "lön enligt avtal", YES_NO),
            Column(
                "subsidy",
                TEXT,
                "anställningsstöd; tomt när det inte är känt",
                ("none", "new_start", "wage_subsidy", "introduction", "other"),
            ),
            must("is_municipal_measure", BOOL, "kommunal arbetsmarknadsanställning"),
            Column(
                "contract",
                TEXT,
                "anställningsform; tomt när den inte är känd",
                ("permanent", "fixed_term", "hourly", "own_business"),
            ),
            Column("planned_days", COUNT, "avtalad längd i dagar"),
            Column("gives_student_aid", TEXT, "studierna ger rätt till studiemedel", YES_NO),
            must("is_main", BOOL, "resultatet vid avslut"),
        ),
        _SINCE,
    ),
    TableSchema(
        "activities",
        "En rad för varje aktivitet.",
        ("activity_id",),
        (
            must("activity_id", TEXT, "nyckel i uttaget"),
            _ENROLMENT,
            must("kind", TEXT, "slag", ACTIVITY_KINDS),
            must("focus", TEXT, "inriktning", FOCUSES),
            must("status", TEXT, "läge", ("planned", "ongoing", "done", "cancelled")),
            must("starts_on", DATE, "första dagen"),
            Column("ends_on", DATE, "sista dagen, medräknad"),
        ),
        _SINCE,
    ),
    TableSchema(
        "placements",
        "En rad för varje arbetsträning, praktik, timanställning eller anställning.",
        ("placement_id",),
        (
            must("placement_id", TEXT, "nyckel i uttaget"),
            _ENROLMENT,
            must("kind", TEXT, "slag", PLACEMENT_KINDS),
            must("market", TEXT, "marknad", MARKETS),
            must("workplace_id", TEXT, "arbetsplatsens nyckel i uttaget"),
            must("employer_id", TEXT, "arbetsgivarens nyckel i uttaget"),
            must("starts_on", DATE, "första dagen"),
            Column("ends_on", DATE, "sista dagen, medräknad; tomt när den pågår"),
            must("is_planned", BOOL, "planerad, har inte börjat"),
        ),
        _SINCE,
    ),
    TableSchema(
        "employer_contacts",
        "En rad för varje kontakt med en arbetsgivare.",
        ("contact_id",),
        (
            must("contact_id", TEXT, "nyckel i uttaget"),
            must("employer_id", TEXT, "arbetsgivarens nyckel i uttaget"),
            must("unit_code", TEXT, "enheten som tog kontakten"),
            Column("programme", TEXT, "verksamheten, när kontakten togs för en deltagare"),
            must("on", DATE, "dag"),
            must("mode", TEXT, "hur", ("visit", "phone", "email", "digital", "event")),
            must("result", TEXT, "vad det gav", CONTACT_RESULTS),
        ),
        _SINCE,
    ),
    TableSchema(
        "survey_answers",
        "En rad för varje person som fick en enkät, besvarad eller inte.",
        ("survey_id", "enrolment_id"),
        (
            must("survey_id", TEXT, "enkätens nyckel i uttaget"),
            must("survey", TEXT, "enkätens titel"),
            _ENROLMENT,
            must("sent_on", DATE, "utskickad"),
            Column("answered_on", DATE, "besvarad; tomt när inget svar kom"),
            Column("answer", TEXT, "hur livssituationen har förändrats", CHANGES),
        ),
        _SINCE,
    ),
    TableSchema(
        "follow_ups",
        "En rad för varje uppföljning efter avslut, också dem som inte gick att göra.",
        ("enrolment_id", "months"),
        (
            _ENROLMENT,
            must("months", COUNT, "månader efter avslut"),
            must("due_on", DATE, "ska göras"),
            must("status", TEXT, "läge", ("due", "reached", "refused", "unknown")),
            Column("situation", TEXT, "vad personen gjorde då", SITUATIONS),
        ),
        _SINCE,
    ),
    TableSchema(
        "goals",
        "Mål för en verksamhet.",
        ("goal_id",),
        (
            must("goal_id", TEXT, "målets nyckel i uttaget"),
            _PROGRAMME,
            must("position", COUNT, "målets plats i ordningen"),
            must("title", TEXT, "mål"),
            Column("indicator", TEXT, "talet som målet hålls mot; tomt när inget tal mäter det"),
            must("direction", TEXT, "när målet är nått", ("at_least", "at_most")),
            Column("difficulty", TEXT, "vad som är svårt att mäta, och varför"),
        ),
        _SINCE,
    ),
    TableSchema(
        "goal_values",
        "Ett mål så som det har gällt från en dag, med skälet till ändringen.",
        ("goal_id", "valid_from", "kind"),
        (
            must("goal_id", TEXT, "målets nyckel i uttaget"),
            must("value", MONEY, "målets tal; andelar i procent"),
            must("valid_from", DATE, "gäller från"),
            must("kind", TEXT, "beslutat mål eller resonemang", ("decided", "reasoned")),
            Column("reason", TEXT, "varför"),
            Column("decided_by", TEXT, "vilken roll eller grupp som beslutade"),
        ),
        _SINCE,
    ),
)
