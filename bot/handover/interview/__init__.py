"""The interview: what an owner is asked before their last day, three questions at a time."""
