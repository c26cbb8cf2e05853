"""The invented cohort of Vamos: 111 persons over 19 months, whose sums are those of the project's
final report. See README.md in this folder."""
