"""Handovers that are proposed to leads before anybody has said that they leave."""
