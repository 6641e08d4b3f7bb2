"""The terminal: its arguments (parser), its commands (importing, asking), and its exit statuses (running, outcomes)."""
