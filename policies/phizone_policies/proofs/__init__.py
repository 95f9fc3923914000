"""Proofs: claims decided over the whole graph, with a witness for a refutation and assumptions for a proof."""
