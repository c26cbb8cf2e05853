import factory
from factory.django import DjangoModelFactory

from stegvis.core.imports.enums import RowStatus
from stegvis.core.imports.models import ImportBatch, ImportRow
from stegvis.core.models import AuditEvent, Draft, ReadEvent
from tests.factories.organisations import UserFactory


class AuditEventFactory(DjangoModelFactory):
    class Meta:
        model = AuditEvent

    by = factory.SubFactory(UserFactory)
    action = "plan.changed"
    object_kind = "interventions.plan"
    object_id = 1
    object_label = "Planeringsunderlag: Insats 1"


class ReadEventFactory(DjangoModelFactory):
    class Meta:
        model = ReadEvent

    by = factory.SubFactory(UserFactory)
    subject_kind = "organisations.providerstaff"
    subject_id = 1
    path = "/leverantorer/1/"


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    by = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"plan-{n}")


class ImportBatchFactory(DjangoModelFactory):
    """Previewed, waiting for a decision."""

    class Meta:
        model = ImportBatch

    by = factory.SubFactory(UserFactory)
    file_name = "insatser.csv"
    sha256 = "0" * 64


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    position = factory.Sequence(lambda n: n)
    sheet = "insatser"
    source = "insatser.csv"
    number = 2
    status = RowStatus.NEW
