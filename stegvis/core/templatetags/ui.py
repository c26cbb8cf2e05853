"""Small filters and tags that every page may use."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from stegvis.core import formats

register = template.Library()
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")

register.filter("tal", formats.number)
register.filter("kr", formats.kronor)
register.filter("procent", formats.percent)
register.filter("datum_i_text", formats.date_in_prose)


@register.filter
def dag(value: date | None) -> str:
    """ISO date in tables, – where there is none."""
    return value.isoformat() if value else formats.MISSING


@register.filter
def saknas(value: Any) -> Any:
    """– for what is missing; zero is not missing."""
    return formats.MISSING if value is None or value == "" else value


@register.filter
def markdown(text: str) -> SafeString:
    """Prose with Markdown; raw HTML in it stays text."""
    return SafeString(_markdown.render(text or ""))


@register.filter
def andel(value: int | Decimal | None, whole: int | Decimal | None) -> float | None:
    """value / whole, None where it has no meaning."""
    return None if value is None or not whole else float(value) / float(whole)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if hasattr(mapping, "get") else mapping[key]


@register.simple_tag(takes_context=True)
def render_panel(context: template.Context, panel: Any) -> SafeString:
    """A part of the page that a room to the right provides (core.panels)."""
    inner = {**panel.context, "csrf_token": context.get("csrf_token")}
    return render_to_string(panel.template, inner, request=context.get("request"))


@register.filter
def attr(instance: Any, name: str) -> Any:
    """The attribute by name, for tables whose columns are data."""
    return getattr(instance, name)
