"""What comes in from files: bytes become a proposal with problems, and nothing is stored."""
