"""What all charts share: theme, the chart itself, phrases, series breaks, interval rows."""
