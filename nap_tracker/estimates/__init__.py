"""The arithmetic of mercury: exact units, ranges that keep their doubt, never bare numbers."""
