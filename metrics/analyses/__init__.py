"""Questions of several measures: published figures, events, rates, data quality, lists."""
