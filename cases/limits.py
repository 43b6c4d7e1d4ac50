"""How much a case takes, said once for the pages, the API and the actions."""

MOST_VICTIMS = 300
MOST_SUSPECTS = 100
MOST_REPORTS = 20
# Rows that come with a new case; later ones are added one by one.
MOST_AT_ONCE = {
    "victims": MOST_VICTIMS,
    "suspects": MOST_SUSPECTS,
    "police_reports": MOST_REPORTS,
}
LONGEST_SENTENCE = 500  # characters
LONGEST_LP_NUMBER = 120  # characters, as typed and as normalised
LONGEST_LINE = 200  # characters of a name, a number, an account
EARLIEST_YEAR = 1945
EARLIEST_BIRTH = 1880  # year of birth of anybody who is recorded or looked for
OLDEST = 120  # years
