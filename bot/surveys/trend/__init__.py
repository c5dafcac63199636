"""The trend: what weekly answers come to, with ranges, and what the estimator is made of."""
