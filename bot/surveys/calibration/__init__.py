"""Whether the estimator holds what it promises, on simulated people it was not made from."""
