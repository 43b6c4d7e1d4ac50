"""An undefined template variable is a fault, not an empty string."""


class UndefinedVariable(Exception):
    """A template names a variable that its view did not give."""


class Undefined(str):
    """Django's `string_if_invalid` that raises instead of printing.

    Django prints `string_if_invalid % name` whenever the text holds "%s": both
    answers are bent so that the first undefined name stops the page. Used in
    development and tests only: in production a hole in a page is the lesser evil.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"The template names {variable}, which is not defined.")
