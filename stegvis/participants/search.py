"""Search for persons as the law allows in case work: name, personal number, case number, nothing
else (2001:637 15 §). It reads the prepared search terms, so it does not slow down with the number
of persons."""

import re

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.accounts.models import User
from stegvis.participants.actions.persons import case_term
from stegvis.participants.models import Participant, SearchTerm
from stegvis.participants.names import parts

LEAST = 3  # letters that may be the beginning of a name; fewer are a whole name: Bo, Li
LEAST_DIGITS = 6  # a birth date; fewer digits would list a whole year's persons
LAST = "\U0010ffff"  # sorts after every letter


def find(user: User, text: str, *, limit: int) -> list[Participant]:
    """Visible persons who are found by each of the words, by name. One query."""
    found = narrow(Participant.objects.visible_to(user), text)
    return list(found.order_by("last_name", "first_name", "pk")[:limit])


def narrow(people: QuerySet[Participant], text: str) -> QuerySet[Participant]:
    """Those of them who are found by each of the words; nobody where there is too little to go by.

    The longest word finds them; the others are only asked of those that it found, and may be a
    single letter: "andersson k"."""
    first, *others = sorted(_words(text), key=len, reverse=True) or [""]
    terms = _terms(first)
    if terms is None:
        return people.none()
    having = SearchTerm.objects.filter(terms).order_by()
    people = people.filter(pk__in=having.values("participant"))
    for word in others:
        theirs = SearchTerm.objects.filter(_begins(word), participant=OuterRef("pk"))
        people = people.filter(Exists(theirs))
    return people


def _words(text: str) -> list[str]:
    """As the terms are written. A number is one word, also when it is written with a space in it; a
    word with digits is a case number and stays whole; others are parts of a name."""
    joined = re.sub(r"(?<!\d)(\d{8}|\d{6})\s*[-+–]?\s*(\d{1,4})(?!\S)", r"\1\2", text)
    words = []
    for word in joined.split():
        words += [case_term(word)] if re.search(r"\d", word) else parts(word)
    return words


def _terms(word: str) -> Q | None:
    """What finds persons by the word, None where it is too little to go by."""
    is_number = word.isdigit()
    if len(word) >= (LEAST_DIGITS if is_number else LEAST):
        return _begins(word)
    return Q(term=word) if len(word) > 1 or is_number else None


def _begins(start: str) -> Q:
    """Terms that begin so. SQLite uses its index for a range but not for LIKE … ESCAPE; PostgreSQL
    for LIKE, by the index's operator class, as its order is that of a language."""
    if connection.vendor == "postgresql":
        return Q(term__startswith=start)
    return Q(term__gte=start, term__lt=start + LAST)
