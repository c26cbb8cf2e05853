"""The part of the small world that is about persons: one of everything that hangs on a participant,
on an employer or on a programme, at the caseworker's unit."""

from datetime import date

from django.db.models import Model

from stegvis.accounts.models import User
from stegvis.casework.enums import FileStatus
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from stegvis.participants.enums import CodeScheme, IdentityKind
from stegvis.participants.models import Programme
from tests.factories import casework, employers, participants
from tests.factories.interventions import RegistrationFactory
from tests.factories.reports import GoalFactory

SLUG = "jobbsparet"


def make(
    unit: Unit, caseworker: User, manager: User, intervention: Intervention
) -> dict[str, Model]:
    programme = participants.ProgrammeFactory(unit=unit, slug=SLUG)
    enrolment = participants.EnrolmentFactory(programme=programme, caseworker=caseworker)
    things: dict[str, Model] = {
        "programme": programme,
        "factor": participants.FactorFactory(programme=programme),
        "code": participants.CodeFactory(scheme=CodeScheme.OCCUPATION, is_local=True),
        "enrolment": enrolment,
        "participant": enrolment.participant,
        "goal": GoalFactory(programme=programme),
        "background": participants.BackgroundFactory(enrolment=enrolment),
        "registration": RegistrationFactory(enrolment=enrolment, intervention=intervention),
    }
    participants.ResponsibilityFactory(enrolment=enrolment, caseworker=caseworker)
    things |= _referral(programme, caseworker) | _protected(programme, caseworker, manager)
    things |= _work(enrolment, caseworker) | _after(programme, caseworker)
    things |= _employer(unit, caseworker) | _file(programme, manager)
    return things


def _referral(programme: Programme, caseworker: User) -> dict[str, Model]:
    return {"referral": participants.ReferralFactory(programme=programme)}


def _protected(programme: Programme, caseworker: User, manager: User) -> dict[str, Model]:
    merge = participants.MergeFactory(by=manager)
    participants.EnrolmentFactory(participant=merge.kept, programme=programme)
    merge.merged.merged_into = merge.kept
    merge.merged.save(update_fields=["merged_into"])
    unidentified = participants.ParticipantFactory(identity_kind=IdentityKind.UNIDENTIFIED, **BARE)
    participants.EnrolmentFactory(participant=unidentified, programme=programme)
    return {"merge": merge, "unidentified": unidentified}


BARE = {
    "identity_number": None,
    "first_name": "",
    "last_name": "",
    "birth_date": None,
    "birth_year": 1990,
    "phone": "",
}


def _work(enrolment: Model, caseworker: User) -> dict[str, Model]:
    shared = {"enrolment": enrolment, "by": caseworker}
    plan = casework.CasePlanFactory(**shared)
    earlier = casework.CasePlanFactory(number=0, replaced_on=date(2025, 1, 1), **shared)
    goal = casework.PlanGoalFactory(plan=plan)
    placement = casework.PlacementFactory(**shared)
    rule = casework.CheckpointRuleFactory(programme=enrolment.programme)  # type: ignore[attr-defined]
    return {
        "activity": casework.ActivityFactory(**shared),
        "contact": casework.CollaborationContactFactory(**shared),
        "duty_talk": casework.DutyTalkFactory(**shared),
        "meeting_with": casework.MeetingFactory(**shared),
        "note": casework.NoteFactory(**shared),
        "review": casework.ReviewFactory(**shared),
        "support": casework.ParallelSupportFactory(**shared),
        "pause": participants.PauseFactory(**shared),
        "outcome": participants.OutcomeFactory(enrolment=enrolment),
        "placement": placement,
        "visit": casework.PlacementVisitFactory(placement=placement, by=caseworker),
        "plan": plan,
        "earlier_plan": earlier,
        "plan_goal": goal,
        "plan_step": casework.PlanStepFactory(goal=goal),
        "rule": rule,
    }


def _after(programme: Programme, caseworker: User) -> dict[str, Model]:
    ended = participants.EnrolmentFactory(
        programme=programme, caseworker=caseworker, ends_on=date(2025, 2, 1)
    )
    participants.ExitFactory(enrolment=ended)
    return {
        "ended": ended,
        "follow_up": participants.PostExitFollowUpFactory(enrolment=ended),
    }


def _employer(unit: Unit, caseworker: User) -> dict[str, Model]:
    employer = employers.EmployerFactory(name="Kaféet Kanelen")
    workplace = employers.WorkplaceFactory(employer=employer)
    return {
        "employer": employer,
        "workplace": workplace,
        "contact_person": employers.ContactPersonFactory(employer=employer),
        "employer_contact": employers.EmployerContactFactory(
            employer=employer, unit=unit, by=caseworker
        ),
        "opening": employers.OpeningFactory(workplace=workplace, by=caseworker),
    }


def _file(programme: Programme, manager: User) -> dict[str, Model]:
    file = casework.FollowUpFileFactory(
        programme=programme,
        by=manager,
        status=FileStatus.PREVIEWED,
        headings=["Namn", "Start"],
        mapping={"Namn": "name", "Start": "starts_on"},
    )
    casework.FollowUpRowFactory(file=file, position=0, raw={"Namn": "Anna Prov"})
    return {"file": file}
