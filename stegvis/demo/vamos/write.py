"""Writes the cohort into the database, through the same actions as the pages use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stegvis.accounts.models import User
from stegvis.casework.actions import (
    activities,
    contacts,
    duty_talks,
    placements,
    plans,
    reviews,
    supports,
)
from stegvis.casework.enums import (
    ActivityFocus,
    ActivityKind,
    ActivityStatus,
    ContactWay,
    Direction,
    DutyKind,
    EndedBy,
    EndReason,
    PlacementKind,
    Principal,
    SupportKind,
)
from stegvis.casework.models import Placement
from stegvis.demo.vamos import cohort
from stegvis.demo.vamos.cohort import Person
from stegvis.demo.vamos.employers import Employers
from stegvis.employers.enums import ContactMode
from stegvis.employers.models import Workplace
from stegvis.organisations.periods import add_months
from stegvis.participants.actions import (
    backgrounds,
    enrolments,
    exits,
    follow_ups,
    persons,
    referrals,
)
from stegvis.participants.enums import (
    AttemptChannel,
    Changed,
    CodeScheme,
    ContractKind,
    DrivingLicence,
    ExitDestination,
    FollowUpStatus,
    Initiator,
    OutcomeKind,
    PauseReason,
    SituationThen,
    Subsidy,
    YesNo,
)
from stegvis.participants.models import Code, Enrolment, Programme

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Staff:
    caseworkers: Sequence[User]
    referrer: User


def write(*, programme: Programme, staff: Staff, employers: Employers) -> None:
    """All 111, each with her own chance: what nobody publishes stays the same every time."""
    for number, person in enumerate(cohort.people()):
        caseworker = staff.caseworkers[number % len(staff.caseworkers)]
        _Life(person, programme, caseworker, staff.referrer, employers).write()


class _Life:
    """One person's way through the programme."""

    def __init__(
        self,
        person: Person,
        programme: Programme,
        caseworker: User,
        referrer: User,
        employers: Employers,
    ) -> None:
        self.person, self.programme, self.employers = person, programme, employers
        self.by, self.referrer = caseworker, referrer
        self.chance = Random(f"{cohort.SEED}-{person.number}")
        self.placements: list[Placement] = []

    def write(self) -> None:
        self.enrolment = self._enrol()
        self._background()
        self._start_of_work()
        self._parallel()
        self._pause()
        self._work()
        self._reviews()
        self._leave()

    # --- the way in ---

    def _enrol(self) -> Enrolment:
        one, waited = self.person, self.chance.randint(5, 60)
        participant = persons.create(
            by=self.by,
            identity_number=one.number,
            first_name=one.first_name,
            last_name=one.last_name,
            phone=f"070-174 {self.chance.randint(10, 99)} {self.chance.randint(10, 99)}",
        )
        referral = referrals.receive(
            by=self.referrer,
            programme=self.programme,
            received_on=one.starts_on - timedelta(days=waited),
            initiator=Initiator.SOCIAL_SERVICES,
            first_name=one.first_name,
            last_name=one.last_name,
            identity_number=one.number,
            reason="Vill komma närmare arbete och har pratat med sin socialsekreterare om det.",
            participant=participant,
        )
        return referrals.start(
            referral=referral,
            by=self.by,
            participant=participant,
            caseworker=self.by,
            starts_on=one.starts_on,
        )

    def _background(self) -> None:
        chance, one = self.chance, self.person
        livelihood = Code.objects.of(CodeScheme.LIVELIHOOD)
        backgrounds.save(
            enrolment=self.enrolment,
            by=self.by,
            recorded_on=one.starts_on,
            education=self._code(CodeScheme.EDUCATION, chance.choice(("10", "20", "20", "31"))),
            months_without_work=chance.choice((14, 26, 30, 38, 48, 62, 84, None)),
            livelihood=livelihood.filter(label__icontains="försörjningsstöd").first(),
            livelihood_months=chance.randint(12, 96),
            dependants=chance.choice((0, 0, 0, 1, 2)),
            driving_licence=chance.choice(
                (
                    DrivingLicence.NONE,
                    DrivingLicence.NONE,
                    DrivingLicence.CAR,
                    DrivingLicence.REVOKED,
                )
            ),
            addiction=YesNo.YES if one.has_addiction else YesNo.NO,
            mental_ill_health=chance.choice((YesNo.YES, YesNo.YES, YesNo.NO, YesNo.UNKNOWN)),
        )

    def _code(self, scheme: CodeScheme, start: str) -> Code | None:
        return Code.objects.of(scheme).filter(code__startswith=start).order_by("code").first()

    # --- the work ---

    def _start_of_work(self) -> None:
        first = self.person.starts_on
        told = dict(enrolment=self.enrolment, by=self.by, on=first)
        duty_talks.save(kind=DutyKind.DISCRIMINATION_INFORMED, **told)
        answer = self.chance.choice((YesNo.YES, YesNo.NO, YesNo.NO))
        duty_talks.save(kind=DutyKind.DISCRIMINATION_ASKED, answer=answer, **told)
        self._activity(ActivityKind.MAPPING, first, 21)
        if self.person.months > 1:
            plans.save(
                enrolment=self.enrolment,
                by=self.by,
                made_on=self._at(0.1),
                aim=self.chance.choice(AIMS),
                goals=[{"text": "Hitta en plats att börja på", "steps": STEPS}],
            )
        wanted = (
            (ActivityKind.GUIDANCE, 0.15, 28),
            (ActivityKind.CV, 0.2, 14),
            (ActivityKind.JOB_SEARCH, 0.3, 60),
            (ActivityKind.STUDY_VISIT, 0.35, 1),
            (ActivityKind.HEALTH, 0.4, 90),
        )
        for kind, share, days in wanted:
            if self.person.months > 2 and self.chance.random() < 0.45:
                self._activity(kind, self._at(share), days)
        if self.person.at_work == "direct":
            self._activity(
                ActivityKind.OTHER,
                self._at(0.6),
                30,
                focus=ActivityFocus.DIRECT,
                title="Arbete som deltagaren hittade själv",
            )

    def _activity(
        self, kind: ActivityKind, starts_on: date, days: int, focus: str = "", title: str = ""
    ) -> None:
        activities.save(
            enrolment=self.enrolment,
            by=self.by,
            kind=kind,
            focus=focus or kind.usual_focus,
            title=title,
            starts_on=starts_on,
            ends_on=self._within(starts_on + timedelta(days=days)),
            hours_per_week=self.chance.choice((2, 3, 4, 6)),
            status=ActivityStatus.DONE,
        )

    def _parallel(self) -> None:
        kinds = [(SupportKind.HOUSING_SUPPORT, Principal.SOCIAL_SERVICES)]
        kinds += [(SupportKind.PSYCHIATRY, Principal.REGION)]
        if self.person.has_addiction:
            kinds = [(SupportKind.ADDICTION_CARE, Principal.REGION), *kinds]
        for kind, principal in kinds:
            if self.chance.random() < 0.5:
                supports.save(
                    enrolment=self.enrolment,
                    by=self.by,
                    kind=kind,
                    principal=principal,
                    starts_on=self.person.starts_on - timedelta(days=self.chance.randint(0, 200)),
                    ends_on=None if self.chance.random() < 0.5 else self._at(0.8),
                )
                contacts.save(
                    enrolment=self.enrolment,
                    by=self.by,
                    on=self._at(self.chance.random()),
                    principal=principal,
                    way=self.chance.choice((ContactWay.PHONE, ContactWay.MEETING)),
                )

    def _pause(self) -> None:
        if self.person.months < 6 or self.chance.random() > 0.3:
            return
        starts_on = self._at(0.45)
        relapse = self.person.has_addiction and self.chance.random() < 0.6
        pause = enrolments.pause(
            enrolment=self.enrolment,
            by=self.by,
            reason=PauseReason.RELAPSE if relapse else PauseReason.ILL_HEALTH,
            starts_on=starts_on,
            look_again_on=starts_on + timedelta(days=30),
        )
        enrolments.resume(
            pause=pause, by=self.by, ends_on=starts_on + timedelta(days=self.chance.randint(14, 60))
        )

    def _work(self) -> None:
        one = self.person
        if one.at_work in ("own", "both"):
            own = self.employers.own()
            end = self._at(0.55 if one.at_work == "both" or one.has_hourly else 0.9)
            self._place(own, PlacementKind.WORK_TRAINING, self._at(0.25), end, EndedBy.AS_PLANNED)
            if one.has_hourly:
                self._place(own, PlacementKind.HOURLY, end + DAY, self._at(0.8), EndedBy.AS_PLANNED)
        if one.at_work in ("regular", "both"):
            place = self.employers.shop() if one.has_hourly else self.employers.regular()
            kind = self.chance.choice((PlacementKind.INTERNSHIP, PlacementKind.WORK_TRAINING))
            if not one.has_hourly:
                starts_on = self._at(0.6 if one.at_work == "both" else 0.35)
                self._place(place, kind, starts_on, self._at(0.95), self._ender())
            self.last = place
        elif one.at_work == "own":
            self.last = self.placements[-1].workplace

    def _ender(self) -> EndedBy:
        return self.chance.choice((EndedBy.AS_PLANNED, EndedBy.AS_PLANNED, EndedBy.PARTICIPANT))

    def _place(
        self,
        workplace: Workplace,
        kind: PlacementKind,
        starts_on: date,
        ends_on: date,
        ended_by: EndedBy,
    ) -> None:
        ends_on = max(starts_on, ends_on)
        placement = placements.start(
            enrolment=self.enrolment,
            workplace=workplace,
            by=self.by,
            kind=kind,
            starts_on=starts_on,
            occupation=self.employers.occupation(workplace),
            hours_per_week=self.chance.choice((4, 8, 12, 16, 20, 30, 38)),
        )
        for share in (0.2, 0.7):
            on = starts_on + (ends_on - starts_on) * share
            placements.visit(placement=placement, by=self.by, on=on, mode=ContactMode.VISIT)
        planned = ended_by == EndedBy.AS_PLANNED
        reason = EndReason.PERIOD_OVER if planned else EndReason.ILL_HEALTH
        placements.end(
            placement=placement, by=self.by, ends_on=ends_on, ended_by=ended_by, end_reason=reason
        )
        self.placements.append(placement)

    def _reviews(self) -> None:
        for month in range(3, self.person.months, 3):
            better = 0.7 if self.person.has_goal else 0.35
            closer = self.chance.random() < better
            direction = (
                Direction.CLOSER
                if closer
                else self.chance.choice((Direction.SAME, Direction.SAME, Direction.FURTHER))
            )
            on = add_months(self.person.starts_on, month)
            reviews.save(enrolment=self.enrolment, by=self.by, on=on, direction=direction)

    # --- the way out ---

    def _leave(self) -> None:
        one = self.person
        outcome = self._outcome() if one.has_goal else None
        job = self._employed() if one.has_goal and one.has_hourly else None
        exits.end(
            enrolment=self.enrolment,
            by=self.by,
            ended_on=one.ends_on,
            destination=one.destination,
            reason=one.reason,
            measure=self.chance.choice(MEASURES)
            if one.destination == ExitDestination.OTHER_MEASURE
            else "",
            feedback=FEEDBACK[one.destination],
            outcome=outcome,
        )
        if job:
            outcome = self.enrolment.outcomes.get(is_main=True)
            placements.change(placement=job, by=self.by, outcome=outcome)
        for follow_up in self.enrolment.follow_ups.all():
            self._follow_up(follow_up)

    def _outcome(self) -> dict[str, object]:
        one, chance = self.person, self.chance
        starts_on = one.ends_on
        if one.destination == ExitDestination.STUDIES:
            return {
                "kind": OutcomeKind.STUDIES,
                "starts_on": starts_on,
                "employer_name": chance.choice(("Folkhögskola", "Komvux", "Yrkesutbildning")),
                "gives_student_aid": chance.choice((YesNo.YES, YesNo.YES, YesNo.NO)),
            }
        place = getattr(self, "last", None)
        subsidised = chance.random() < 0.4
        return {
            "kind": OutcomeKind.WORK,
            "starts_on": starts_on,
            "employer_name": place.employer.name if place else "Arbetsgivare som deltagaren fann",
            "occupation": self.employers.occupation(place) if place else None,
            "open_to_anyone": YesNo.NO if subsidised else YesNo.YES,
            "normal_pay": YesNo.YES,
            "subsidy": chance.choice((Subsidy.WAGE_SUBSIDY, Subsidy.NEW_START))
            if subsidised
            else Subsidy.NONE,
            "contract": chance.choice((ContractKind.PERMANENT, ContractKind.FIXED_TERM)),
            "planned_days": chance.choice((90, 180, 365)),
            "hours_per_week": chance.choice((15, 20, 30, 40)),
        }

    def _employed(self) -> Placement:
        """The two whose hourly employment led on: one with the partner, one in the shop."""
        return placements.start(
            enrolment=self.enrolment,
            workplace=self.last,
            by=self.by,
            kind=PlacementKind.EMPLOYMENT,
            starts_on=self.person.ends_on,
            occupation=self.employers.occupation(self.last),
        )

    def _follow_up(self, follow_up: object) -> None:
        on = follow_up.due_on + timedelta(days=self.chance.randint(0, 14))  # type: ignore[attr-defined]
        roll = self.chance.random()
        reached = roll < 0.6
        if not reached:  # the first call; when it reaches somebody the answer says so
            follow_ups.attempt(
                follow_up=follow_up,
                by=self.by,
                on=on,
                channel=AttemptChannel.PHONE,
                was_reached=False,
            )
        status = FollowUpStatus.REFUSED if roll > 0.93 else FollowUpStatus.UNKNOWN
        values: dict[str, object] = {"status": FollowUpStatus.REACHED if reached else status}
        if reached:
            values |= self._situation()
        follow_ups.settle(follow_up=follow_up, by=self.by, answered_on=on, **values)

    def _situation(self) -> dict[str, object]:
        one, stays = self.person, self.chance.random() < 0.75
        if one.has_goal and stays:
            situation = SituationThen(one.destination.value)
        else:
            situation = self.chance.choice(
                (SituationThen.JOB_SEEKING, SituationThen.SICK, SituationThen.MEASURE)
            )
        same = (YesNo.YES if stays else YesNo.NO) if one.has_goal else ""
        changed = self.chance.choice((Changed.BETTER, Changed.BETTER, Changed.SAME))
        return {"situation": situation, "same_work": same, "life_situation": changed}

    # --- days ---

    def _at(self, share: float) -> date:
        """The day when this share of the stay has passed."""
        return self.person.starts_on + (self.person.ends_on - self.person.starts_on) * share

    def _within(self, day: date) -> date:
        return min(day, self.person.ends_on)


LICENCES = (
    DrivingLicence.NONE,
    DrivingLicence.NONE,
    DrivingLicence.CAR,
    DrivingLicence.REVOKED,
)
AIMS = (
    "Ett jobb där jag får röra på mig.",
    "Att börja jobba lite i taget och se hur mycket jag klarar.",
    "Att läsa klart det jag saknar och bli behörig.",
    "Ett arbete i ett kök.",
    "Att ha något att gå upp till på morgonen.",
)
STEPS = (
    {"text": "Prata om vad jag har gjort förut", "who": "jag och min arbetsspecialist"},
    {"text": "Besöka en arbetsplats", "who": "arbetsspecialisten ringer"},
)
MEASURES = ("Arbetsförmedlingen", "Kompetenscenter", "Vamos i ordinarie verksamhet")
FEEDBACK = {
    ExitDestination.WORK: "Har börjat arbeta. Vi följer upp efter 1, 6 och 12 månader.",
    ExitDestination.STUDIES: "Har börjat studera. Vi följer upp efter 1, 6 och 12 månader.",
    ExitDestination.OTHER_MEASURE: "Går vidare till en annan insats, som tar över planeringen.",
    ExitDestination.BACK_TO_REFERRER: "Behöver annat stöd innan arbete. Vi har gått igenom vad som "
    "fungerade och föreslår en gemensam planering.",
    ExitDestination.MOVED: "Har flyttat från området.",
    ExitDestination.OTHER: "Vi har inte nått personen trots flera försök.",
}
