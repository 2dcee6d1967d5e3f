"""A made-up prefecture, Yunling: what the demo runs on and the tests check against."""
