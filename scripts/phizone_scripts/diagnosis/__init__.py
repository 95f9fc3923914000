"""What `phizone doctor` looks at: one file a subject, put in order by `diagnose`."""
