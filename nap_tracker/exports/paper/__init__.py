"""A plan as a form for paper: questions with their codes, and room for the answers."""
