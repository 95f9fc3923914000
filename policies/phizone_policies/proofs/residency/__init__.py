"""Where data goes by itself: what a resource copies, delivers, aggregates or runs elsewhere, and into which region."""
