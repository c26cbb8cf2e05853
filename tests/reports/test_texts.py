"""What a snapshot keeps in words."""

from stegvis.interventions.models import Intervention
from stegvis.reports import texts
from tests.factories.followup import DecisionFactory, FindingFactory
from tests.factories.interventions import InterventionFactory


def test_a_finding_tells_what_was_decided(db: None) -> None:
    """Once: what was left has no words but its kind."""
    one = InterventionFactory()
    DecisionFactory(finding=FindingFactory(intervention=one, position=1), text="Ny mall")
    DecisionFactory(finding=FindingFactory(intervention=one, position=2), left=True)
    FindingFactory(intervention=one, position=3)
    told = texts.of(Intervention.objects.all())[str(one.pk)]["findings"]
    assert [finding["decision"] for finding in told] == [
        "Ta med i nästa planering: Ny mall",
        "Lämna",
        "",
    ]
