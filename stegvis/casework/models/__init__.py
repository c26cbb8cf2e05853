from stegvis.casework.models.checkpoints import CheckpointRule, Snooze
from stegvis.casework.models.files import FollowUpFile, FollowUpRow, HeadingMap
from stegvis.casework.models.plans import CasePlan, PlanGoal, PlanStep
from stegvis.casework.models.talks import (
    CollaborationContact,
    DutyTalk,
    Meeting,
    Note,
    Review,
)
from stegvis.casework.models.work import (
    Activity,
    ParallelSupport,
    Placement,
    PlacementVisit,
)

__all__ = [
    "Activity",
    "CasePlan",
    "CheckpointRule",
    "CollaborationContact",
    "DutyTalk",
    "FollowUpFile",
    "FollowUpRow",
    "HeadingMap",
    "Meeting",
    "Note",
    "ParallelSupport",
    "Placement",
    "PlacementVisit",
    "PlanGoal",
    "PlanStep",
    "Review",
    "Snooze",
]
