"""How a personal number is shown: whole where it is needed, otherwise masked."""

from django import template

from stegvis.core.formats import MISSING
from stegvis.participants.numbers import Number

register = template.Library()


@register.filter
def personnummer(digits: str | None) -> str:
    return Number(digits).written if digits else MISSING


@register.filter
def personnummer_dolt(digits: str | None) -> str:
    return Number(digits).masked if digits else MISSING
