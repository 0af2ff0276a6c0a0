"""How sales are doing: facts by day and by ticket type, rolled up where days are over, read live where they are not."""
