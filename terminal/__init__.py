"""The terminal: what can be asked (parser), what the commands do (importing, asking), and how they end (running,
outcomes)."""
