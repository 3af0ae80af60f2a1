"""As Django has it, and between a day and its hour the word that French says there. See smplanner.days for « 1er »."""

DATETIME_FORMAT = "j F Y à H:i"
SHORT_DATETIME_FORMAT = "d/m/Y à H:i"
