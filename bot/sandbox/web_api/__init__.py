"""The Web API methods of the workspace; each file holds one family."""
