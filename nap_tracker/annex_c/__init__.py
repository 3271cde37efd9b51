"""The treaty as data: what Annex C asks, section by section and field by field."""
