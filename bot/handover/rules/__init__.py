"""Plain rules of a handover: where it stands, what may follow, and when somebody is asked."""
