from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.participants.enums import CodeScheme


class CodeQuerySet(models.QuerySet):
    def of(self, scheme: CodeScheme) -> "CodeQuerySet":
        """The scheme's codes that may be chosen today, in their order."""
        return self.filter(scheme=scheme, archived_at=None)


class Code(models.Model):
    """A code of somebody else's list, in one edition: a letter means one thing in SNI 2007, another
    in SNI 2025.

    Files come with Stegvis; an administrator adds codes of the municipality's own."""

    scheme = models.CharField(_("lista"), max_length=20, choices=CodeScheme)
    edition = models.CharField(_("utgåva"), max_length=20)
    code = models.CharField(_("kod"), max_length=20)
    label = models.CharField(_("benämning"), max_length=200)
    position = models.PositiveIntegerField(_("ordning"), default=0)
    is_local = models.BooleanField(_("egen"), default=False)
    archived_at = models.DateTimeField(_("används inte längre"), null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "edition", "position", "code"]
        verbose_name = _("kod")
        verbose_name_plural = _("kodlistor")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "edition", "code"],
                name="code_once_in_edition",
                violation_error_message=_("Koden finns redan i den här utgåvan."),
            ),
            models.CheckConstraint(name="code_not_blank", condition=~Q(code="")),
        ]

    class Privacy:
        plain = ("scheme", "edition", "code", "label", "position", "is_local", "archived_at")

    def __str__(self) -> str:
        return self.label
