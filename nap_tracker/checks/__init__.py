"""What is missing in a plan, and what does not fit together. Pure: a plan in, findings out."""
