"""What leads change of when their team is asked."""
