"""Whether what is done with patients' data is recorded, and the record beyond those it is about."""
