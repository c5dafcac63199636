"""What people see of the pulse."""
