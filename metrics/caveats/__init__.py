"""What a reader must know beside a number: how much is known, whose posts it is, who the contributors are."""
