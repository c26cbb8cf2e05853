"""The project report: the results of a programme over its whole period."""
