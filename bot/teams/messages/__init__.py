"""What people see of teams, and what their buttons and forms carry back."""
