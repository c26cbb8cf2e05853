"""Stegvis: follow-up of labour-market interventions, from order to what was learnt."""

__version__ = "0.1.0"
