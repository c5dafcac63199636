"""What people see of the playbook."""
