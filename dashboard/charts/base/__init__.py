"""What all charts share: theme, chart, phrases, series breaks and interval rows."""
