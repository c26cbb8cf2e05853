from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from stegvis.accounts.models import User
from stegvis.agreements import standard
from stegvis.agreements.actions import agreements, areas, limits, options, reminders
from stegvis.agreements.enums import AgreementKind, LimitClass, OptionStatus
from stegvis.agreements.models import Agreement, DirectAwardLimit, ReminderNote, ServiceKind
from stegvis.agreements.steps import OPTION_STEPS
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.organisations.models import Provider
from tests.factories.agreements import (
    AgreementAreaFactory,
    AgreementFactory,
    DirectAwardLimitFactory,
    OptionFactory,
    ReminderNoteFactory,
    ServiceKindFactory,
)
from tests.factories.organisations import ProviderFactory

TODAY = date(2025, 3, 3)


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# --- agreements ---


def test_create_framework_with_its_panel(planner: User, provider: Provider) -> None:
    agreement = agreements.create(
        kind=AgreementKind.FRAMEWORK,
        reference_number="0653/19",
        title="Kompetens",
        provider=provider,
        panel=[provider],
        by=planner,
    )
    assert (agreement.provider, list(agreement.panel.all())) == (None, [provider])
    assert events() == ["agreement.created"]


def test_only_frameworks_have_a_panel(planner: User, provider: Provider) -> None:
    agreement = agreements.create(
        kind=AgreementKind.DIRECT_AWARD,
        reference_number="1/24",
        title="Köp",
        provider=provider,
        panel=[provider],
        by=planner,
    )
    assert not agreement.panel.exists()


def test_create_refuses_wrong_order_of_dates(planner: User, provider: Provider) -> None:
    with pytest.raises(ValidationError, match="inte vara före dess början"):
        agreements.create(
            kind=AgreementKind.OTHER,
            reference_number="1/24",
            title="Köp",
            provider=provider,
            starts_on=date(2024, 2, 1),
            ends_on=date(2024, 1, 31),
            by=planner,
        )
    assert events() == []


def test_change_tells_what_changed_and_counts_versions(planner: User) -> None:
    agreement = AgreementFactory(title="Före", value=Decimal(5))
    agreements.change(agreement=agreement, version=1, title="Efter", by=planner)
    agreement.refresh_from_db()
    assert (agreement.title, agreement.version) == ("Efter", 2)
    assert AuditEvent.objects.get().changes == {"title": ["Före", "Efter"]}


def test_unchanged_agreement_is_no_event(planner: User) -> None:
    agreement = AgreementFactory()
    agreements.change(agreement=agreement, title=agreement.title, by=planner)
    assert (events(), agreement.version) == ([], 1)


def test_change_refuses_an_old_version(planner: User) -> None:
    agreement = AgreementFactory(version=2)
    with pytest.raises(VersionConflict):
        agreements.change(agreement=agreement, version=1, title="Efter", by=planner)


def test_change_of_the_panel(planner: User, provider: Provider) -> None:
    framework = AgreementFactory(framework=True)
    framework.panel.set([ProviderFactory(name="Annan")])
    agreements.change(agreement=framework, panel=[provider], by=planner)
    assert AuditEvent.objects.get().changes == {"panel": ["Annan", "Språkverkstan"]}
    agreements.change(agreement=framework, panel=[provider], by=planner)
    agreements.change(agreement=framework, by=planner)
    assert events() == ["agreement.changed"]


def test_change_of_kind_empties_what_the_new_kind_lacks(planner: User, provider: Provider) -> None:
    area = AgreementAreaFactory()
    agreement = AgreementFactory(
        kind=AgreementKind.CALL_OFF, parent=area.agreement, area=area, provider=provider
    )
    agreements.change(agreement=agreement, kind=AgreementKind.FRAMEWORK, by=planner)
    agreement.refresh_from_db()
    assert (agreement.parent, agreement.area, agreement.provider) == (None, None, None)
    assert set(AuditEvent.objects.get().changes) == {"kind", "parent", "area", "provider"}


def test_call_off_from_a_call_off_is_refused(planner: User, provider: Provider) -> None:
    framework = AgreementFactory(framework=True)
    called = AgreementFactory(kind=AgreementKind.CALL_OFF, parent=framework)
    with pytest.raises(ValidationError, match="inte från ett avrop"):
        agreements.create(
            kind=AgreementKind.CALL_OFF,
            reference_number="1/24",
            title="Köp",
            provider=provider,
            parent=called,
            by=planner,
        )


def test_agreement_with_call_offs_cannot_become_one(planner: User, provider: Provider) -> None:
    framework = AgreementFactory(framework=True)
    AgreementFactory(kind=AgreementKind.CALL_OFF, parent=framework)
    with pytest.raises(ValidationError, match="har egna avrop"):
        agreements.change(
            agreement=framework,
            kind=AgreementKind.CALL_OFF,
            parent=AgreementFactory(framework=True),
            provider=provider,
            by=planner,
        )


def test_area_of_another_agreement_is_refused(planner: User) -> None:
    called = AgreementFactory(kind=AgreementKind.CALL_OFF, parent=AgreementFactory(framework=True))
    with pytest.raises(ValidationError, match="ett annat avtal"):
        agreements.change(agreement=called, area=AgreementAreaFactory(), by=planner)


def test_archive_and_restore(planner: User) -> None:
    agreement = AgreementFactory()
    agreements.archive(agreement=agreement, by=planner)
    agreements.archive(agreement=agreement, by=planner)
    assert not Agreement.objects.current().exists()
    agreements.restore(agreement=agreement, by=planner)
    assert Agreement.objects.current().exists()
    assert events() == ["agreement.archived", "agreement.restored"]


# --- areas ---


def test_add_areas_that_are_missing(planner: User) -> None:
    framework = AgreementFactory(framework=True)
    areas.add(agreement=framework, names=["1. Kurs"], by=planner)
    areas.add(agreement=framework, names=["3. Hälsa", "1. Kurs", "3. Hälsa"], by=planner)
    areas.add(agreement=framework, names=["1. Kurs"], by=planner)
    assert [str(area) for area in framework.areas.all()] == ["1. Kurs", "3. Hälsa"]
    changed = AuditEvent.objects.latest("pk").changes
    assert changed == {"areas": ["1. Kurs", "1. Kurs, 3. Hälsa"]}
    assert events() == ["agreement.areas_added"] * 2


def test_only_frameworks_have_areas(planner: User) -> None:
    with pytest.raises(ValidationError, match="Bara ramavtal"):
        areas.add(agreement=AgreementFactory(), names=["1. Kurs"], by=planner)


def test_rename_and_remove_area(planner: User) -> None:
    area = AgreementAreaFactory(name="1. Kurs")
    areas.rename(area=area, name="1. Kurser", by=planner)
    areas.rename(area=area, name="1. Kurser", by=planner)
    areas.remove(area=area, by=planner)
    assert events() == ["agreement.area_renamed", "agreement.area_removed"]


def test_area_in_use_is_not_removed(planner: User) -> None:
    area = AgreementAreaFactory()
    AgreementFactory(kind=AgreementKind.CALL_OFF, parent=area.agreement, area=area)
    with pytest.raises(ValidationError, match="används av avrop"):
        areas.remove(area=area, by=planner)
    assert events() == []


# --- options ---


def test_add_change_and_remove_option(planner: User) -> None:
    option = options.add(agreement=AgreementFactory(), extends_to=date(2025, 12, 31), by=planner)
    options.change(option=option, last_day=date(2024, 10, 1), by=planner)
    options.change(option=option, last_day=date(2024, 10, 1), by=planner)
    options.remove(option=option, by=planner)
    assert events() == ["option.added", "option.changed", "option.removed"]


@pytest.mark.parametrize(
    ("extends_to", "last_day", "field"),
    [
        (date(2024, 12, 31), None, "extends_to"),
        (date(2025, 12, 31), date(2026, 1, 1), "last_day"),
        (date(2025, 12, 31), date(2025, 1, 1), "last_day"),
    ],
)
def test_option_dates_that_cannot_be(
    extends_to: date, last_day: date | None, field: str, planner: User
) -> None:
    """The agreement ends on 31 December 2024."""
    with pytest.raises(ValidationError) as refused:
        options.add(
            agreement=AgreementFactory(), extends_to=extends_to, last_day=last_day, by=planner
        )
    assert list(refused.value.error_dict) == [field]


def test_option_may_be_decided_until_the_agreement_ends(planner: User) -> None:
    options.add(
        agreement=AgreementFactory(),
        extends_to=date(2025, 12, 31),
        last_day=date(2024, 12, 31),
        by=planner,
    )


def test_second_option_may_be_decided_while_the_first_runs(planner: User) -> None:
    agreement = AgreementFactory()
    OptionFactory(agreement=agreement, extends_to=date(2025, 12, 31))
    values = {"extends_to": date(2026, 12, 31), "last_day": date(2025, 9, 30)}
    options.add(agreement=agreement, by=planner, **values)


def test_option_of_an_agreement_without_end(planner: User) -> None:
    agreement = AgreementFactory(ends_on=None)
    values = {"extends_to": date(2026, 12, 31), "last_day": date(2025, 9, 30)}
    options.add(agreement=agreement, by=planner, **values)


@pytest.mark.parametrize("step", OPTION_STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("status", OptionStatus)
def test_steps_from_each_status(step: object, status: OptionStatus, planner: User) -> None:
    option = OptionFactory(status=status)
    if status not in step.sources:
        with pytest.raises(StepRefused):
            options.move(option=option, name=step.name, decided_on=TODAY, by=planner)
        return
    moved = options.move(option=option, name=step.name, decided_on=TODAY, by=planner)
    is_decided = step.target != OptionStatus.AVAILABLE
    assert moved.status == step.target
    assert (moved.decided_on, moved.decided_by) == (
        (TODAY, planner) if is_decided else (None, None)
    )
    assert events() == [f"option.{step.name}"]


def test_exercise_after_the_last_day_is_refused(planner: User) -> None:
    option = OptionFactory(last_day=date(2024, 10, 1))
    with pytest.raises(StepRefused, match="till och med 2024-10-01"):
        options.move(option=option, name="exercise", decided_on=date(2024, 10, 2), by=planner)
    options.move(option=option, name="exercise", decided_on=date(2024, 10, 1), by=planner)


def test_lapse_after_the_last_day_is_as_it_should(planner: User) -> None:
    option = OptionFactory(last_day=date(2024, 10, 1))
    options.move(option=option, name="let_lapse", decided_on=TODAY, by=planner)


# --- limits ---


def test_limits(planner: User) -> None:
    limit = limits.create(
        limit_class=LimitClass.GENERAL,
        amount=Decimal(700_000),
        valid_from=date(2022, 2, 1),
        source="LOU",
        by=planner,
    )
    limits.change(limit=limit, amount=Decimal(800_000), by=planner)
    limits.change(limit=limit, amount=Decimal(800_000), by=planner)
    assert events() == ["direct_award_limit.created", "direct_award_limit.changed"]


def test_two_limits_from_the_same_day_are_refused(planner: User) -> None:
    limit = DirectAwardLimitFactory()
    with pytest.raises(ValidationError, match="redan en gräns"):
        limits.create(
            limit_class=limit.limit_class,
            amount=Decimal(1),
            valid_from=limit.valid_from,
            source="x",
            by=planner,
        )


def test_service_kinds(planner: User) -> None:
    kind = limits.create_service_kind(name="Tolkning", by=planner)
    limits.change_service_kind(kind=kind, limit_class=LimitClass.GENERAL, by=planner)
    limits.change_service_kind(kind=kind, limit_class=LimitClass.GENERAL, by=planner)
    assert events() == ["service_kind.created", "service_kind.changed"]


def test_standard_is_loaded_once(db: None) -> None:
    limits.load_standard()
    once = len(events())
    limits.load_standard()
    assert DirectAwardLimit.objects.count() == len(standard.LIMITS)
    assert ServiceKind.objects.count() == len(standard.SERVICE_KINDS)
    assert len(events()) == once == len(standard.LIMITS) + len(standard.SERVICE_KINDS)


def test_standard_leaves_what_is_changed(db: None) -> None:
    ServiceKindFactory(name="Hälsa", limit_class=LimitClass.GENERAL)
    DirectAwardLimitFactory(amount=Decimal(1))
    limits.load_standard()
    assert ServiceKind.objects.get(name="Hälsa").limit_class == LimitClass.GENERAL
    assert DirectAwardLimit.objects.get(limit_class=LimitClass.GENERAL).amount == 1


# --- reminders ---


def test_handle_and_remind_again(planner: User) -> None:
    agreement = AgreementFactory()
    day = date(2024, 12, 31)
    reminders.handle(agreement=agreement, falls_on=day, note="Upphandlas.", by=planner)
    note = reminders.handle(agreement=agreement, falls_on=day, note="Klart.", by=planner)
    assert ReminderNote.objects.get().note == "Klart."
    reminders.reopen(note=note, by=planner)
    assert not ReminderNote.objects.exists()
    assert events() == ["reminder.handled", "reminder.handled", "reminder.reopened"]


def test_option_days_can_be_handled(planner: User) -> None:
    option = OptionFactory(last_day=date(2024, 10, 1))
    reminders.handle(
        agreement=option.agreement, falls_on=date(2024, 10, 1), note="Utlöst.", by=planner
    )
    assert ReminderNote.objects.exists()


def test_a_day_that_is_no_longer_the_agreements_is_refused(planner: User) -> None:
    note = ReminderNoteFactory.build()
    with pytest.raises(ValidationError, match="ingen sådan dag"):
        reminders.handle(
            agreement=AgreementFactory(), falls_on=date(2024, 1, 1), note=note.note, by=planner
        )
