"""A document as a Word file: WordprocessingML of our own in a package that python-docx keeps."""
