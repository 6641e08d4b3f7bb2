"""The components of pages: cards, the filter bar, panels and popovers."""
