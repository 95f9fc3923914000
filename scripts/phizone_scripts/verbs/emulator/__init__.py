"""Keep an emulated AWS on this machine, for rehearsals and audits."""
