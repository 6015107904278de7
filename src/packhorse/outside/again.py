"""What is done outside the house by jobs is done once more when it asks for it."""


class Again(Exception):
    """It did not come to an end; it is to be tried again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} seconds")
        self.seconds = seconds
