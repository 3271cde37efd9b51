"""What happens: the application's verbs. May they, can it, do it, write it down, tell someone."""
