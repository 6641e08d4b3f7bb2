"""Statistics of reach, overlap, intervals and baselines: arrays in, numbers out, without the project's tables."""
