"""Access claims: who may do what. `request` holds the facts, `decide` answers one request, `symbolic` any."""
