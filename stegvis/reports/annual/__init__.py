"""The annual report as a document: from a snapshot and the planner's prose, and nothing else."""
