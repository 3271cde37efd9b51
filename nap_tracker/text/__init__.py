"""Long text: normalised, sanitised, cut into blocks, merged, written as markup. Pure."""
