"""NAP Tracker: National Action Plans under the Minamata Convention."""
