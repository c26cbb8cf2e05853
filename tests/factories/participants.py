from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from stegvis.participants.enums import (
    AttemptChannel,
    CodeScheme,
    ExitDestination,
    ExitReason,
    IdentityKind,
    OutcomeKind,
    PauseReason,
    Protection,
    Sex,
)
from stegvis.participants.models import (
    Background,
    Code,
    Enrolment,
    Exit,
    Factor,
    FactorAnswer,
    FollowUpAttempt,
    Merge,
    OccupationWish,
    Outcome,
    Participant,
    Pause,
    PostExitFollowUp,
    Programme,
    ProtectedAccess,
    Referral,
    Responsibility,
    SearchTerm,
    Survey,
    SurveyInvitation,
)
from stegvis.participants.numbers import check_digit
from tests.factories.organisations import UnitFactory, UserFactory

FIRST = date(1976, 1, 14)
EXCLUDED = {"198912202384", "200012182384", "200210162384", "200212272384"}


def numbers_of(sex: Sex) -> list[str]:
    """Skatteverket's test series, as the project uses it: born 1976–2006 from the 14th of a month,
    birth number 238 for women and 239 for men."""
    last = "239" if sex == Sex.MAN else "238"
    days = (FIRST + timedelta(days=n) for n in range((date(2006, 12, 28) - FIRST).days))
    found = []
    for day in days:
        nine = f"{day:%y%m%d}{last}"
        number = f"{day:%Y%m%d}{last}{check_digit(nine)}"
        if 14 <= day.day <= 28 and number[:11] not in {one[:11] for one in EXCLUDED}:
            found.append(number)
    return found


NUMBERS = {sex: numbers_of(sex) for sex in (Sex.WOMAN, Sex.MAN)}


class CodeFactory(DjangoModelFactory):
    class Meta:
        model = Code

    scheme = CodeScheme.OCCUPATION
    edition = "2012"
    code = factory.Sequence(lambda n: str(1000 + n))
    label = factory.Sequence(lambda n: f"Yrke {n}")


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Verksamhet {n}")
    slug = factory.Sequence(lambda n: f"verksamhet-{n}")
    unit = factory.SubFactory(UnitFactory)
    starts_on = date(2023, 1, 1)


class FactorFactory(DjangoModelFactory):
    class Meta:
        model = Factor

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Fråga {n}")


class ParticipantFactory(DjangoModelFactory):
    """A woman with a test number. Traits: `man`, `unidentified`, `protected`, `unnumbered`."""

    class Meta:
        model = Participant

    class Params:
        man = factory.Trait(
            sex=Sex.MAN,
            identity_number=factory.Sequence(lambda n: NUMBERS[Sex.MAN][n % 5000]),
        )
        unnumbered = factory.Trait(identity_number=None)
        unidentified = factory.Trait(
            identity_kind=IdentityKind.UNIDENTIFIED,
            identity_number=None,
            first_name="",
            last_name="",
            birth_date=None,
            phone="",
        )
        protected = factory.Trait(protection=Protection.MARKED)

    identity_number = factory.Sequence(lambda n: NUMBERS[Sex.WOMAN][n % 5000])
    first_name = factory.Sequence(lambda n: f"Deltagare{n}")
    last_name = "Provsson"
    birth_date = factory.LazyAttribute(
        lambda one: (
            date.fromisoformat(
                f"{one.identity_number[:4]}-{one.identity_number[4:6]}-{one.identity_number[6:8]}"
            )
            if one.identity_number
            else date(1990, 5, 17)
        )
    )
    birth_year = factory.LazyAttribute(lambda one: one.birth_date.year if one.birth_date else 1990)
    sex = Sex.WOMAN
    phone = "070-000 00 00"


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    programme = factory.SubFactory(ProgrammeFactory)
    first_name = factory.Sequence(lambda n: f"Remitterad{n}")
    last_name = "Provsson"
    phone = "070-000 00 00"
    by = factory.SubFactory(UserFactory)
    received_on = date(2025, 2, 3)


class EnrolmentFactory(DjangoModelFactory):
    """Active since October 2024. With `ends_on` it has ended (an Exit is its own factory)."""

    class Meta:
        model = Enrolment

    participant = factory.SubFactory(ParticipantFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    unit = factory.SelfAttribute("programme.unit")
    starts_on = date(2024, 10, 1)


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = Responsibility

    enrolment = factory.SubFactory(EnrolmentFactory)
    caseworker = factory.SubFactory(UserFactory)
    starts_on = date(2024, 10, 1)


class BackgroundFactory(DjangoModelFactory):
    class Meta:
        model = Background
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    recorded_on = date(2024, 10, 1)


class FactorAnswerFactory(DjangoModelFactory):
    class Meta:
        model = FactorAnswer

    background = factory.SubFactory(BackgroundFactory)
    factor = factory.SubFactory(FactorFactory)


class OccupationWishFactory(DjangoModelFactory):
    class Meta:
        model = OccupationWish

    enrolment = factory.SubFactory(EnrolmentFactory)
    occupation = factory.SubFactory(CodeFactory)


class PauseFactory(DjangoModelFactory):
    class Meta:
        model = Pause

    enrolment = factory.SubFactory(EnrolmentFactory)
    reason = PauseReason.ILL_HEALTH
    starts_on = date(2025, 2, 1)
    look_again_on = date(2025, 3, 15)
    by = factory.SubFactory(UserFactory)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = OutcomeKind.WORK
    starts_on = date(2025, 2, 1)


class ExitFactory(DjangoModelFactory):
    class Meta:
        model = Exit

    enrolment = factory.SubFactory(EnrolmentFactory, ends_on=date(2025, 2, 1))
    ended_on = factory.SelfAttribute("enrolment.ends_on")
    destination = ExitDestination.WORK
    reason = ExitReason.GOAL_REACHED
    by = factory.SubFactory(UserFactory)


class PostExitFollowUpFactory(DjangoModelFactory):
    class Meta:
        model = PostExitFollowUp

    enrolment = factory.SubFactory(EnrolmentFactory, ends_on=date(2025, 2, 1))
    months = 1
    due_on = date(2025, 3, 1)


class FollowUpAttemptFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpAttempt

    follow_up = factory.SubFactory(PostExitFollowUpFactory)
    on = date(2025, 3, 1)
    channel = AttemptChannel.PHONE
    by = factory.SubFactory(UserFactory)


class SurveyFactory(DjangoModelFactory):
    class Meta:
        model = Survey

    programme = factory.SubFactory(ProgrammeFactory)
    title = "Enkät"
    question = "Har din livssituation förändrats?"
    sent_on = date(2025, 1, 15)


class SurveyInvitationFactory(DjangoModelFactory):
    class Meta:
        model = SurveyInvitation

    survey = factory.SubFactory(SurveyFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)


class ProtectedAccessFactory(DjangoModelFactory):
    class Meta:
        model = ProtectedAccess

    participant = factory.SubFactory(ParticipantFactory, protected=True)
    user = factory.SubFactory(UserFactory)
    reason = "Ansvarar för ärendet"
    starts_on = date(2025, 1, 1)
    by = factory.SubFactory(UserFactory)


class SearchTermFactory(DjangoModelFactory):
    class Meta:
        model = SearchTerm

    participant = factory.SubFactory(ParticipantFactory)
    term = "provsson"


class MergeFactory(DjangoModelFactory):
    class Meta:
        model = Merge

    kept = factory.SubFactory(ParticipantFactory)
    merged = factory.SubFactory(ParticipantFactory, unnumbered=True)
    reason = "Samma person"
    by = factory.SubFactory(UserFactory)
