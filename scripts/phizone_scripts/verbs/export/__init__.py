"""Hand the zone over to other tools."""
