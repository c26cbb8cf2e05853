"""Places on this room's pages where rooms to the right put their part (core.panels)."""

from stegvis.core.panels import Panels

provider_panels = Panels()
