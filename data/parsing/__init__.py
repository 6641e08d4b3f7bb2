"""Text becomes typed values: dates, numbers, links, hashtags, each failure with its sentence."""
