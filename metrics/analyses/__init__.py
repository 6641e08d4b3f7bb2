"""Questions that need several measures: published figures, events, rates, data quality and lists."""
