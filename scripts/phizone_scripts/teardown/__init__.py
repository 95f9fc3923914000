"""What Studio domains leave behind when they are deleted: found, and deleted where it is told to by name."""
