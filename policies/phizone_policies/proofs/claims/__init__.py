"""Every proof that `phizone verify` asks, one a file with its cases beside it, found by walking this folder."""
