"""Figures from snapshots: plain Python, no Django, no clock, no file but those handed in."""
