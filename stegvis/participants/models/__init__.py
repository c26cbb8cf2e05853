from stegvis.participants.models.codes import Code
from stegvis.participants.models.enrolments import (
    Background,
    Enrolment,
    FactorAnswer,
    OccupationWish,
    Pause,
    Responsibility,
)
from stegvis.participants.models.exits import Exit, FollowUpAttempt, Outcome, PostExitFollowUp
from stegvis.participants.models.persons import Merge, Participant, ProtectedAccess, SearchTerm
from stegvis.participants.models.programmes import Factor, Programme
from stegvis.participants.models.referrals import Referral
from stegvis.participants.models.surveys import Survey, SurveyInvitation

__all__ = [
    "Background",
    "Code",
    "Enrolment",
    "Exit",
    "Factor",
    "FactorAnswer",
    "FollowUpAttempt",
    "Merge",
    "OccupationWish",
    "Outcome",
    "Participant",
    "Pause",
    "PostExitFollowUp",
    "Programme",
    "ProtectedAccess",
    "Referral",
    "Responsibility",
    "SearchTerm",
    "Survey",
    "SurveyInvitation",
]
