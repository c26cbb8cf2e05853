from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.versions import Versioned
from stegvis.organisations.models import Unit
from stegvis.participants.enums import IdentityKind, Protection, Sex

USER = settings.AUTH_USER_MODEL


def open_to(user: Any, at: str = "") -> Q:
    """Persons whose protection does not stop this user. `at` leads there: "participant__".

    A protected person is seen by those named, and by the caseworker who is responsible."""
    today = timezone.localdate()
    named = ProtectedAccess.objects.filter(user=user, starts_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gte=today)
    )
    from stegvis.participants.models.enrolments import Enrolment

    responsible = Enrolment.objects.filter(caseworker=user).values("participant")
    return (
        Q(**{f"{at}protection": Protection.NONE})
        | Q(**{f"{at}pk__in": named.values("participant")})
        | Q(**{f"{at}pk__in": responsible})
    )


class ParticipantQuerySet(models.QuerySet):
    def kept(self) -> "ParticipantQuerySet":
        """Without those that have been merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: Any) -> "ParticipantQuerySet":
        """Persons enrolled, or referred and not turned away, in the user's units."""
        from stegvis.participants.models.enrolments import Enrolment
        from stegvis.participants.models.referrals import Referral

        units = Unit.objects.allowing(user, Permission.PARTICIPANT_VIEW)
        # asked of each person that is found: a list of everybody in the units would be made first
        mine = {"participant": OuterRef("pk")}
        enrolled = Enrolment.objects.filter(unit__in=units, **mine)
        referred = Referral.objects.waiting().filter(programme__unit__in=units, **mine)
        return self.filter(Exists(enrolled) | Exists(referred), open_to(user)).kept()


class Participant(Versioned):
    """A person. May be unidentified: counted, and never named."""

    identity_kind = models.CharField(
        _("identitet"), max_length=20, choices=IdentityKind, default=IdentityKind.IDENTIFIED
    )
    identity_number = models.CharField(
        _("personnummer eller samordningsnummer"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Tolv siffror. Lämna tomt om det inte är känt."),
    )
    first_name = models.CharField(_("förnamn"), max_length=80, blank=True)
    last_name = models.CharField(_("efternamn"), max_length=80, blank=True)
    birth_date = models.DateField(_("födelsedatum"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("födelseår"), null=True, blank=True)
    sex = models.CharField(_("kön"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    address = models.CharField(_("adress"), max_length=200, blank=True)
    language = models.ForeignKey(
        "participants.Code",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("språk att tala på"),
    )
    needs_interpreter = models.BooleanField(_("behöver tolk"), default=False)
    contact_note = models.CharField(_("att tänka på vid kontakt"), max_length=200, blank=True)
    protection = models.CharField(
        _("skyddade personuppgifter"), max_length=20, choices=Protection, default=Protection.NONE
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name = _("deltagare")
        verbose_name_plural = _("deltagare")
        indexes = [
            models.Index(fields=["birth_date"]),
            models.Index(fields=["phone"]),
            models.Index(fields=["last_name", "first_name"]),  # lists in the order of names
        ]
        constraints = [
            models.CheckConstraint(
                name="participant_number_never_blank",
                condition=Q(identity_number=None) | Q(identity_number__regex=r"^\d{12}$"),
                violation_error_message=_("Numret ska ha tolv siffror."),
            ),
            models.CheckConstraint(
                name="participant_unidentified_has_no_identity",
                condition=~Q(identity_kind=IdentityKind.UNIDENTIFIED)
                | Q(
                    identity_number=None,
                    first_name="",
                    last_name="",
                    birth_date=None,
                    phone="",
                    email="",
                    address="",
                    contact_note="",
                ),
                violation_error_message=_(
                    "En oidentifierad deltagare kan inte ha personuppgifter."
                ),
            ),
            models.CheckConstraint(
                name="participant_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
            ),
        ]

    class Privacy:
        identity = (
            "identity_number",
            "first_name",
            "last_name",
            "birth_date",
            "phone",
            "email",
            "address",
            "contact_note",
            "merged_into",
        )
        protected = ("protection",)
        plain = ("identity_kind", "birth_year", "sex", "language", "needs_interpreter")

    def __str__(self) -> str:
        if self.identity_kind == IdentityKind.UNIDENTIFIED:
            return f"{_('Oidentifierad')} {self.pk}"
        return f"{self.first_name} {self.last_name}".strip() or f"{_('Namn saknas')} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("casework:participant_detail", args=[self.pk])

    @property
    def is_protected(self) -> bool:
        return self.protection != Protection.NONE


class SearchTermQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SearchTermQuerySet":
        return self.filter(participant__in=Participant.objects.visible_to(user))


class SearchTerm(models.Model):
    """What a person can be found by: each part of the name, the number, case numbers. Folded to
    lower case. Written by `actions.persons`, so that searching never scans the persons."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="search_terms"
    )
    term = models.CharField(_("sökord"), max_length=80)

    objects = SearchTermQuerySet.as_manager()

    class Meta:
        ordering = ["term", "participant"]
        verbose_name = _("sökord")
        verbose_name_plural = _("sökord")
        constraints = [
            # the operator class lets PostgreSQL look up a beginning in it; SQLite needs none
            models.UniqueConstraint(
                fields=["term", "participant"],
                name="search_term_once",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            )
        ]

    class Privacy:
        identity = ("participant", "term")

    def __str__(self) -> str:
        return self.term


class ProtectedAccessQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ProtectedAccessQuerySet":
        return self.filter(participant__in=Participant.objects.visible_to(user))


class ProtectedAccess(models.Model):
    """A named person's access to a participant with protected identity."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="accesses", verbose_name=_("deltagare")
    )
    user = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("vem")
    )
    reason = models.CharField(_("varför"), max_length=200)
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = ProtectedAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("namngiven åtkomst")
        verbose_name_plural = _("namngivna åtkomster")
        constraints = [
            models.CheckConstraint(
                name="protected_access_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            )
        ]

    class Privacy:
        identity = ("participant", "user", "by")
        protected = ("reason",)
        plain = ("starts_on", "ends_on")

    def __str__(self) -> str:
        return f"{self.user}: {self.participant}"


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MergeQuerySet":
        return self.filter(kept__in=Participant.objects.visible_to(user))


class Merge(models.Model):
    """Two rows that were the same person. Both are kept; `moved` says what to move back."""

    kept = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="merges", verbose_name=_("behålls")
    )
    merged = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("slås ihop")
    )
    moved = models.JSONField(_("flyttat"), default=dict)  # {"app.model.field": [primary keys]}
    filled = models.JSONField(_("ifyllt"), default=dict)  # fields of `kept` as they were before
    reason = models.CharField(_("varför"), max_length=200)
    at = models.DateTimeField(_("när"), auto_now_add=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("ångrad"), null=True, blank=True)
    undone_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("sammanslagning")
        verbose_name_plural = _("sammanslagningar")
        constraints = [
            models.CheckConstraint(
                name="merge_undone_at_and_by_together",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            )
        ]

    class Privacy:
        identity = ("kept", "merged", "filled", "by", "undone_by")
        protected = ("reason",)
        plain = ("moved", "at", "undone_at")

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
