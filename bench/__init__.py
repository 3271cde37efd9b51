"""Measures the budgets of time and memory: `make bench`, `python -m bench [pdf] [pages] [saves]`.

Each part compares in one run on one machine and prints Markdown tables, as the README carries them.
Nothing here is a test: a machine that is busy with something else gives other figures, and the
load is printed with them. Everything runs in temporary folders and ends by itself.

pdf     our PDF beside headless Chromium printing the same HTML, in turns, at three sizes
pages   time and queries of each page with one plan and with 200 in the database, in turns
saves   50 officers who save at the same moment, on SQLite, through the real server
"""
