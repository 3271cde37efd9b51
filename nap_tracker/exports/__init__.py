"""What leaves as a document: each form reads one frozen version, filtered by audience."""
