"""Makes samples/yunling from samples/source: clean texts in our own words, then damage, then files."""
