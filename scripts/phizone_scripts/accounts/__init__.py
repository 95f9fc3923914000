"""The organization's accounts: made where `environments/` asks for them, compared where they exist."""
