"""The document as pages for the screen: a page a section, with places to point at."""
