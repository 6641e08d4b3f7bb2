"""The generator of the sample's exports, which are kept beside it."""
