"""One version of a plan as every reader takes it: frozen, filtered by audience, in canonical form."""
