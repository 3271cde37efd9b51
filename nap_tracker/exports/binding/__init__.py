"""Printing in parts: each is laid out and drawn on its own, then all are bound as one document.

- `record.py`: what is known of a part once it is drawn, as JSON.
- `draw.py`: lays one part out and draws it.
- `replay.py`: pages that draw themselves from such a record.
- `bind.py`: the whole document from its parts, written by the same writer as one printed whole.
"""
