"""Swedish organisation numbers, kept as 556677-8899.

Ten digits: the third is at least 2, so that the number cannot be taken for a date of birth, and the
last is a Luhn check digit (Skatteverket's brochure SKV 709). A sole trader's number is a personal
number: that is personal data and is not kept here."""

import re

from django.utils.translation import gettext as _

from stegvis.participants.numbers import check_digit

WRITTEN = re.compile(r"(?:16)?(\d{6})-?(\d{4})")


class WrongNumber(ValueError):
    """Not an organisation number. The message is for the user."""


def parse(text: str) -> str:
    """The number as 556677-8899, from ten or twelve digits with or without a dash or spaces.

    Raises WrongNumber with words for the user."""
    found = WRITTEN.fullmatch(re.sub(r"\s", "", text).translate(DASHES))
    if not found:
        raise WrongNumber(_("Skriv organisationsnumret med tio siffror, som 556677-8899."))
    digits = found[1] + found[2]
    if int(digits[2]) < 2:
        raise WrongNumber(
            _("Det ser ut som ett personnummer. Lämna fältet tomt för en enskild firma.")
        )
    if check_digit(digits[:9]) != int(digits[9]):
        raise WrongNumber(_("Kontrollsiffran stämmer inte. Kontrollera att alla siffror är rätt."))
    return f"{digits[:6]}-{digits[6:]}"


DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
