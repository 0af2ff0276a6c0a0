"""The door's pages: `scanner` for stewards, `office` for those who set gates up."""
