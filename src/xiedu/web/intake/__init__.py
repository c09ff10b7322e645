"""Pages of collected enforcement records (art. 22): fields, batches, the tray, the JSON door, quality."""
