"""What pages are made of: cards, the filter bar, panels, popovers."""
