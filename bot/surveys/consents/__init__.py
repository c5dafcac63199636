"""Who agrees to open rounds, which are not anonymous."""
