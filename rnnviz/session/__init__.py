"""The one object that changes, announces its changes, and can undo them."""
