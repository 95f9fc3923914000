"""Make the accounts that environments/ names, or see what an existing organization lacks for them."""
