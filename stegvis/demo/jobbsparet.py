"""Who is in the programme now: invented people at Kompetenscenter, dated from today, so that the
inbox, the checkpoints and the caseworker's day are alive."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.casework.actions import (
    activities,
    checkpoints,
    contacts,
    duty_talks,
    meetings,
    notes,
    placements,
    plans,
    reviews,
    supports,
)
from stegvis.casework.enums import (
    ActivityFocus,
    ActivityKind,
    ActivityStatus,
    CheckpointKind,
    ContactWay,
    Direction,
    DutyKind,
    NoteKind,
    PlacementKind,
    Principal,
    SupportKind,
)
from stegvis.demo import people
from stegvis.demo.vamos import cohort
from stegvis.demo.vamos.write import AIMS
from stegvis.employers.actions import contacts as employer_contacts
from stegvis.employers.actions import openings
from stegvis.employers.enums import ContactMode, ContactResult, Market, OpeningKind
from stegvis.employers.models import Employer, Workplace
from stegvis.participants.actions import backgrounds, enrolments, exits, persons, programmes
from stegvis.participants.actions import referrals as referral_actions
from stegvis.participants.enums import (
    CodeScheme,
    ContractKind,
    DecisionReason,
    ExitDestination,
    ExitReason,
    IdentityKind,
    Initiator,
    OutcomeKind,
    PauseReason,
    Protection,
    Sex,
    Subsidy,
    YesNo,
)
from stegvis.participants.models import Code, Enrolment, Participant, Programme
from stegvis.participants.numbers import check_digit

SEED = 20260101
WAY_OUT = 4  # of the enrolled, how many have ended
RULES = (
    (CheckpointKind.NO_DIRECT_ACTIVITY, 90),
    (CheckpointKind.NOTHING_HAPPENED, 30),
    (CheckpointKind.LONG_PAUSE, 60),
    (CheckpointKind.LONG_STAY, 365),
    (CheckpointKind.NO_VISIT, 21),
    (CheckpointKind.NO_REVIEW, 105),
)


@dataclass(frozen=True)
class Story:
    """One present participant: how long enrolled, and what makes her story."""

    days: int
    where: str = ""  # regular or own: at a workplace now
    quiet: bool = False  # nothing has happened for a while
    paused: int = 0  # days since a pause began
    visited: int = 7  # days since the workplace was visited
    reviewed: int = 40  # days since the last review


STORIES = (
    *(Story(12), Story(25), Story(33), Story(48), Story(61), Story(75)),
    *(Story(96), Story(104, "regular"), Story(118), Story(131, "own"), Story(140, quiet=True)),
    *(Story(155, "regular", visited=30), Story(170, paused=75), Story(182, reviewed=130)),
    *(Story(200, "regular"), Story(214, paused=20), Story(230, "own", visited=25)),
    *(Story(260), Story(275, "regular"), Story(301, quiet=True), Story(330, "regular")),
    *(Story(372, "own"), Story(390, reviewed=120), Story(410, "regular")),
)


def add(*, by: User, today: date) -> Programme:
    programme = programmes.create(
        by=by,
        name="Jobbspåret",
        slug="jobbsparet",
        unit=people.unit("KC"),
        description="Eget stöd till arbete eller studier på Kompetenscenter. Påhittat för demon.",
        starts_on=today - timedelta(days=900),
        capacity=30,
        capacity_per_caseworker=12,
    )
    for kind, days in RULES:
        checkpoints.save_rule(by=by, programme=programme, kind=kind, days=days)
    _Now(programme, today).write()
    return programme


class _Now:
    def __init__(self, programme: Programme, today: date) -> None:
        self.programme, self.today, self.chance = programme, today, Random(SEED)
        self.staff = [people.user(name) for name in ("handlaggare", "anna", "karim")]
        self.referrer = people.user("remittent")
        self.names = self._names()
        self.regular = list(Workplace.objects.filter(market=Market.REGULAR).order_by("pk"))
        self.own = list(Workplace.objects.filter(market=Market.OWN).order_by("pk"))

    def write(self) -> None:
        for number, story in enumerate(STORIES):
            self._story(story, self.staff[number % len(self.staff)])
        self._unidentified()
        for number in range(WAY_OUT):
            self._ended(number)
        self._referrals()
        self._employers()

    # --- persons ---

    def _names(self) -> dict[Sex, list[tuple[str, str]]]:
        """Other names than the cohort's sample begins with; nobody real is meant."""
        found = {}
        for sex, first_names in cohort.FIRST_NAMES.items():
            pairs = [(f, last) for f in first_names for last in cohort.LAST_NAMES]
            found[sex] = self.chance.sample(pairs, 60)
        return found

    def _who(self, *, known: bool = True) -> dict[str, object]:
        sex = self.chance.choice((Sex.WOMAN, Sex.MAN))
        first_name, last_name = self.names[sex].pop()
        told: dict[str, object] = {
            "first_name": first_name,
            "last_name": last_name,
            "phone": f"070-174 {self.chance.randint(10, 99)} {self.chance.randint(10, 99)}",
        }
        return told | ({"identity_number": self._number(sex)} if known else {})

    def _number(self, sex: Sex) -> str:
        """From the test series, on odd days: the cohort has the even ones."""
        while True:
            year, month = self.chance.randint(1977, 2005), self.chance.randint(1, 12)
            day = date(year, month, self.chance.choice((15, 17, 19, 21, 23, 25)))
            nine = f"{day:%y%m%d}{239 if sex == Sex.MAN else 238}"
            number = f"{day:%Y}{nine[2:]}{check_digit(nine)}"
            if not Participant.objects.filter(identity_number=number).exists():
                return number

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    # --- those enrolled now ---

    def _story(self, story: Story, caseworker: User) -> None:
        enrolment = self._enrol(story.days, caseworker, self._who())
        self._background(enrolment, caseworker)
        self._first_weeks(enrolment, caseworker, story)
        if story.where:
            self._at_work(enrolment, caseworker, story)
        elif story.days > 60 and not story.quiet:
            self._activity(enrolment, caseworker, ActivityKind.JOB_SEARCH, story.days - 50)
        if story.paused:
            enrolments.pause(
                enrolment=enrolment,
                by=caseworker,
                reason=PauseReason.ILL_HEALTH,
                starts_on=self._ago(story.paused),
                look_again_on=self._ago(story.paused - 30),
            )
        self._around(enrolment, caseworker, story)

    def _enrol(self, days: int, caseworker: User, who: dict[str, object]) -> Enrolment:
        referral = referral_actions.receive(
            by=self.referrer,
            programme=self.programme,
            received_on=self._ago(days + self.chance.randint(3, 45)),
            initiator=self.chance.choice((Initiator.SOCIAL_SERVICES, Initiator.PERSON)),
            reason="Vill ha hjälp att komma i gång.",
            **who,
        )
        return referral_actions.start(
            referral=referral, by=caseworker, caseworker=caseworker, starts_on=self._ago(days)
        )

    def _background(self, enrolment: Enrolment, by: User) -> None:
        education = Code.objects.of(CodeScheme.EDUCATION).filter(code__in=("10", "20", "31", "32"))
        backgrounds.save(
            enrolment=enrolment,
            by=by,
            recorded_on=enrolment.starts_on,
            education=self.chance.choice(list(education) or [None]),
            months_without_work=self.chance.choice((5, 9, 14, 26, 40)),
            addiction=self.chance.choice((YesNo.NO, YesNo.NO, YesNo.YES)),
            mental_ill_health=self.chance.choice((YesNo.NO, YesNo.YES)),
            wishes=[{"occupation": self._occupation(), "place": "Hisingen", "text": ""}],
        )

    def _occupation(self) -> Code | None:
        codes = Code.objects.of(CodeScheme.OCCUPATION)
        return codes.filter(code=self.chance.choice(("52", "94", "91", "61", "53", "83"))).first()

    def _first_weeks(self, enrolment: Enrolment, by: User, story: Story) -> None:
        day = enrolment.starts_on
        duty_talks.save(enrolment=enrolment, by=by, on=day, kind=DutyKind.DISCRIMINATION_INFORMED)
        self._activity(enrolment, by, ActivityKind.MAPPING, story.days, 21)
        if story.days > 30:
            steps = [{"text": "Skriva klart mitt cv", "who": "jag"}]
            plans.save(
                enrolment=enrolment,
                by=by,
                made_on=day + timedelta(days=14),
                aim=self.chance.choice(AIMS),
                goals=[{"text": "Börja på en arbetsplats", "steps": steps}],
            )
        if story.days > 100:
            on = self._ago(story.reviewed)
            reviews.save(enrolment=enrolment, by=by, on=on, direction=Direction.CLOSER)

    def _activity(
        self, enrolment: Enrolment, by: User, kind: ActivityKind, ago: int, days: int = 0
    ) -> None:
        over = days and ago > days
        activities.save(
            enrolment=enrolment,
            by=by,
            kind=kind,
            focus=ActivityFocus(kind.usual_focus),
            starts_on=self._ago(ago),
            ends_on=self._ago(ago - days) if over else None,
            hours_per_week=4,
            status=ActivityStatus.DONE if over else ActivityStatus.ONGOING,
        )

    def _at_work(self, enrolment: Enrolment, by: User, story: Story) -> None:
        workplace = self.chance.choice(self.regular if story.where == "regular" else self.own)
        began = min(story.days - 30, 70)
        placement = placements.start(
            enrolment=enrolment,
            workplace=workplace,
            by=by,
            kind=PlacementKind.INTERNSHIP,
            starts_on=self._ago(began),
            hours_per_week=self.chance.choice((8, 12, 16, 20)),
            tasks="Det som behövs för dagen, med en kollega bredvid.",
        )
        placements.visit(
            placement=placement, by=by, on=self._ago(story.visited), mode=ContactMode.VISIT
        )

    def _around(self, enrolment: Enrolment, by: User, story: Story) -> None:
        if self.chance.random() < 0.5:
            supports.save(
                enrolment=enrolment,
                by=by,
                kind=SupportKind.HOUSING_SUPPORT,
                principal=Principal.SOCIAL_SERVICES,
                starts_on=self._ago(story.days + 40),
            )
        last = 45 if story.quiet else self.chance.randint(1, 12)
        on = self._ago(min(last, story.days))
        contacts.save(
            enrolment=enrolment,
            by=by,
            on=on,
            principal=Principal.SOCIAL_SERVICES,
            way=ContactWay.PHONE,
            about="Hur det går och vad som är nästa steg.",
        )
        notes.save(
            enrolment=enrolment,
            by=by,
            on=on,
            kind=NoteKind.CONVERSATION,
            text="Vi gick igenom veckan och bestämde vad som är nästa steg.",
        )
        if not story.paused and not story.quiet:
            self._meeting(enrolment, by)

    def _meeting(self, enrolment: Enrolment, by: User) -> None:
        day = self.today + timedelta(days=self.chance.choice((0, 0, 1, 3, 7)))
        at = datetime.combine(day, time(self.chance.choice((9, 10, 13, 14)), 0))
        meetings.book(
            enrolment=enrolment,
            by=by,
            at=timezone.make_aware(at),
            place="Kompetenscenter",
            about="Uppföljning av planen",
        )

    def _unidentified(self) -> None:
        somebody = persons.create(
            by=self.staff[0],
            identity_kind=IdentityKind.UNIDENTIFIED,
            sex=Sex.WOMAN,
            birth_year=1990,
        )
        enrolments.start(
            participant=somebody,
            programme=self.programme,
            by=self.staff[0],
            starts_on=self._ago(50),
            caseworker=self.staff[0],
        )
        hidden = self._enrol(90, self.staff[1], self._who())
        persons.set_protection(
            participant=hidden.participant, protection=Protection.MARKED, by=self.staff[1]
        )

    def _ended(self, number: int) -> None:
        by = self.staff[number % len(self.staff)]
        enrolment = self._enrol(200 + 30 * number, by, self._who())
        outcome = {
            "kind": OutcomeKind.WORK,
            "starts_on": self._ago(28 + 4 * number),
            "employer_name": self.regular[number].employer.name,
            "open_to_anyone": YesNo.YES,
            "normal_pay": YesNo.YES,
            "subsidy": Subsidy.NONE,
            "contract": ContractKind.PERMANENT,
        }
        exits.end(
            enrolment=enrolment,
            by=by,
            ended_on=self._ago(28 + 4 * number),
            destination=ExitDestination.WORK,
            reason=ExitReason.GOAL_REACHED,
            feedback="Har börjat arbeta. Vi hör av oss om en månad.",
            outcome=outcome,
        )

    # --- those on their way in ---

    def _referrals(self) -> None:
        for days in (1, 3, 6, 9, 16):
            self._refer(days, known=days != 3)
        for days in (21, 34):
            waiting = self._refer(days)
            referral_actions.accept(referral=waiting, by=self.staff[0], handler=self.staff[0])
        again = Participant.objects.filter(enrolments__programme=self.programme).order_by("pk")[3]
        told = {"first_name": again.first_name, "last_name": again.last_name}
        self._refer(2, known=False, **told, phone=again.phone, birth_date=again.birth_date)
        turned = self._refer(12)
        referral_actions.decline(
            referral=turned,
            by=self.staff[0],
            decision_reason=DecisionReason.OUTSIDE_AREA,
            feedback="Personen bor i Nordost. Vi har pratat med kollegorna där.",
        )

    def _refer(self, days: int, *, known: bool = True, **told: object):  # type: ignore[no-untyped-def]
        return referral_actions.receive(
            by=self.referrer,
            programme=self.programme,
            received_on=self._ago(days),
            initiator=Initiator.SOCIAL_SERVICES,
            reason="Har sagt att det är dags att prova något nytt.",
            wishes="Något praktiskt, gärna utomhus.",
            helps="Ring på förmiddagen.",
            **{**self._who(known=known), **told},
        )

    # --- employers ---

    def _employers(self) -> None:
        for number, employer in enumerate(Employer.objects.order_by("pk")[20:28]):
            employer_contacts.log(
                employer=employer,
                by=self.staff[0],
                unit=self.programme.unit,
                on=self._ago(number * 3),
                mode=ContactMode.VISIT if number % 3 else ContactMode.PHONE,
                result=ContactResult.INTERESTED if number % 2 else ContactResult.NOT_NOW,
                next_on=self.today + timedelta(days=max(number - 2, -3 * number)),
            )
        for workplace, title in zip(self.regular[2:6], OPENINGS, strict=True):
            openings.add(
                workplace=workplace,
                by=self.staff[0],
                kind=OpeningKind.INTERNSHIP,
                title=title,
                occupation=self._occupation(),
                hours_per_week=20,
            )


OPENINGS = (
    "Hjälpa till i kaféet",
    "Städa och se efter gårdar",
    "Diska och förbereda lunch",
    "Tvätta och byta däck",
)
