"""Numbers in, numbers out: reach, overlap, intervals, baselines. Nothing here knows of the project's tables."""
