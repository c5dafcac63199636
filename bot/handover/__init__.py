"""Models on record, and what is known of each before its owner leaves."""
