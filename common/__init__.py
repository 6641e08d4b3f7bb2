"""What every other package may use: settings, messages, and how a warehouse is found and opened for reading."""
