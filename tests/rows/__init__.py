"""One module for each row of the scoreboard that can be measured."""
