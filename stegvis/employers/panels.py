"""The places on this room's pages that rooms to the right fill (core.panels)."""

from stegvis.core.panels import Panels

employer_panels = Panels()  # (user, employer)
