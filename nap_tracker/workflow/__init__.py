"""THE STATES AS TABLES: short machines read by one small engine; nothing here stores or tells."""
