"""The few words that documents carry themselves; a document is always written in Swedish."""

CONTENTS = "Innehåll"
TABLE = "Tabell"
FIGURE = "Figur"
NOTE = "Notera"
CAUTION = "Observera"
DRAFT = "Utkast"
PAGE = "Sida"
EMPTY_TABLE = "Inga rader att visa."
FIGURE_AS_TABLE = "Figur {number} i siffror"

CALLOUTS = {"note": NOTE, "caution": CAUTION}
