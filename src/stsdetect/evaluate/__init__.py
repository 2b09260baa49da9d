"""How good the candidates are: truth, matching, metrics, baselines, their tables."""
