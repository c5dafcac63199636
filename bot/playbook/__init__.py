"""The playbook: its pages, and the answers that are quoted from them."""
