"""What every other package may use: settings, and how a warehouse is found, checked and opened for reading."""
