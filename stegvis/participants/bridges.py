"""From a code list to the groups that others ask for, as data (domain 5.2 and 5.4).

A bridge starts from (scheme, edition, code): "N" is one industry in SNI 2007, another in SNI 2025.
The groups of Kolada's survey and of ESF+ are coarser than SUN; a code without a group is an error
that a test finds, and a code of the municipality's own is in no group until somebody decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code

Key = tuple[str, str, str]
SUN_2020 = (CodeScheme.EDUCATION.value, "2020")


class KoladaEducation(models.TextChoices):
    """Kolada U40813–U40816 and U40827."""

    NOT_FINISHED = "not_finished", _("Inte avslutad grundskola")
    COMPULSORY = "compulsory", _("Grundskola")
    UPPER_SECONDARY = "upper_secondary", _("Gymnasium")
    POST_SECONDARY = "post_secondary", _("Eftergymnasial")
    MISSING = "missing", _("Uppgift saknas")


class EsfEducation(models.TextChoices):
    """ESF+ EECO09–EECO11, by ISCED."""

    LOW = "low", _("Högst grundskola (ISCED 0–2)")
    MIDDLE = "middle", _("Gymnasial eller kortare eftergymnasial (ISCED 3–4)")
    HIGH = "high", _("Högre utbildning (ISCED 5–8)")


def _of_sun(groups: dict[str, str]) -> dict[Key, str]:
    return {(*SUN_2020, code): group for group, codes in groups.items() for code in codes.split()}


# Kolada counts upper secondary with final grades. Two digits of SUN do not tell of grades; what is
# shorter than the two years that a programme once took was never finished.
KOLADA = _of_sun(
    {
        KoladaEducation.NOT_FINISHED: "00 10",
        KoladaEducation.COMPULSORY: "20 31",
        KoladaEducation.UPPER_SECONDARY: "32 33",
        KoladaEducation.POST_SECONDARY: "41 52 53 54 55 60 62 64",
    }
)

# ISCED 3 from SUN 3, ISCED 4 from SUN 41 (under two years); two years or more is ISCED 5–8.
ESF = _of_sun(
    {
        EsfEducation.LOW: "00 10 20",
        EsfEducation.MIDDLE: "31 32 33 41",
        EsfEducation.HIGH: "52 53 54 55 60 62 64",
    }
)


def key(code: Code) -> Key:
    return code.scheme, code.edition, code.code


def kolada_education(code: Code | None) -> KoladaEducation:
    """Not asked, and codes of the municipality's own, are a group of their own: missing."""
    found = KOLADA.get(key(code)) if code else None
    return KoladaEducation(found) if found else KoladaEducation.MISSING


def esf_education(code: Code | None) -> EsfEducation | None:
    """None where it is not known: ESF+ has no group for that."""
    found = ESF.get(key(code)) if code else None
    return EsfEducation(found) if found else None
