"""What was typed: parsing and shape; forms hand plain values over, never themselves."""
