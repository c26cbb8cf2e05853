"""The places on the participant's page, each a function that registers itself in core.panels.

A source takes (user, enrolment) and answers a Panel or None. They are shown in the order in which
they are registered, so `apps.py` imports the modules in the order of the page."""

from stegvis.core.panels import Panels

file_panels = Panels()
