"""Network claims: where packets go. `model` holds the facts, `build` reads them, two engines walk them."""
