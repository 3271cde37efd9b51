"""One version of a plan as every reader takes it: frozen, filtered, in canonical form."""
