"""Assumptions about audiences that a person enters, so that reach can be limited or estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Integral
from types import MappingProxyType
from typing import Any, ClassVar, Literal

from common.quoting import quoted
from metrics.definitions.model import MeasureError, TranslatableText, UnknownName, WrongArgument


@dataclass(frozen=True, init=False)
class Assumptions:
    """Audience sizes and overlap, which no export contains. Without an entry, nothing is assumed.

    Attributes:
        universe: The audience size of each platform in accounts. A single number, or `all`, is for all platforms
            together, which limits reach but gives no estimate.
        overlap: "any", or "chance" if audiences on one platform overlap at least as much as by chance.
        within: A dimension, such as language, if the overlap is assumed only within each of its values.

    Raises:
        MeasureError: An audience size is not a number of accounts.
    """

    universe: tuple[tuple[str, int], ...]
    overlap: Literal["any", "chance"]
    within: str

    ALL: ClassVar[str] = "all"
    MOST: ClassVar[int] = 2**53 - 1
    """The largest number of accounts: floating-point numbers, and browsers, count no further."""

    def __init__(
        self,
        universe: Mapping[str, int] | Iterable[tuple[str, int]] | int = (),
        overlap: Literal["any", "chance"] = "any",
        within: str = "",
    ) -> None:
        given: dict[str, Any] = dict(universe) if isinstance(universe, Mapping | list | tuple) else {self.ALL: universe}
        wrong = [accounts for accounts in given.values() if not _is_whole(accounts) or accounts < 1]
        if wrong:
            raise MeasureError(
                TranslatableText(
                    "An audience size is a whole number of accounts, 1 or more, not {text}.", text=quoted(wrong[0])
                )
            )
        if max(given.values(), default=0) > self.MOST:
            raise MeasureError(
                TranslatableText(
                    "An audience size can be at most {most} accounts. Enter a smaller one.", most=self.MOST
                )
            )
        most = given.get(self.ALL)
        for platform, accounts in given.items():
            if most and accounts > most:
                raise MeasureError(
                    TranslatableText(
                        "The audience size for {platform} ({accounts}) is larger than that for all platforms "
                        "({most}). Correct one of them.",
                        platform=platform,
                        accounts=accounts,
                        most=most,
                    )
                )
        if overlap not in ("any", "chance"):
            raise UnknownName(TranslatableText("assumption about overlap"), overlap, ("any", "chance"))
        if within and overlap == "any":
            raise MeasureError(
                TranslatableText(
                    "An assumption within each {dimension} needs an overlap assumption. Choose chance, or leave out "
                    "the dimension.",
                    dimension=within,
                )
            )
        object.__setattr__(self, "universe", tuple(sorted((name, int(accounts)) for name, accounts in given.items())))
        object.__setattr__(self, "overlap", overlap)
        object.__setattr__(self, "within", within)

    @classmethod
    def of(cls, declared: Assumptions | Mapping[str, Any] | None) -> Assumptions:
        """Return assumptions from an object or a dict with the same names; None is no assumption.

        Raises:
            WrongArgument: It is something else.
        """
        if isinstance(declared, Assumptions):
            return declared
        if declared is None:
            return cls()
        if not isinstance(declared, Mapping) or set(declared) - {"universe", "overlap", "within"}:
            raise WrongArgument(
                TranslatableText(
                    "Assumptions are written as {example}, not as {text}.",
                    example='{"universe": {"facebook": 1000000}, "overlap": "chance"}',
                    text=quoted(declared),
                )
            )
        return cls(**declared)

    def as_dict(self) -> dict[str, Any]:
        """Return the assumptions in values that JSON can hold."""
        return {"universe": dict(self.universe), "overlap": self.overlap, "within": self.within}

    @property
    def platforms(self) -> dict[str, int]:
        """The audience size of each platform that has one."""
        return {platform: accounts for platform, accounts in self.universe if platform != self.ALL}

    @property
    def together(self) -> int | None:
        """The audience size of all platforms together, if one was entered."""
        return dict(self.universe).get(self.ALL)

    def without(self, name: str) -> Assumptions:
        """Return the assumptions without the audience size of one platform, or of all together."""
        return Assumptions([pair for pair in self.universe if pair[0] != name], self.overlap, self.within)

    def text(
        self,
        say: Callable[[str], str] = str,
        named: Mapping[str, str] = MappingProxyType({}),
        shown: Callable[[int], str] = "{:,}".format,
    ) -> str:
        """Return the assumptions on one line, for charts and files.

        Args:
            say: Translates a text.
            named: Names of platforms and dimensions by code.
            shown: Writes a number.
        """
        universe, overlap = say("no audience size"), say("any overlap between audiences")
        if self.universe:
            universe = say("audience size: {declared}").format(declared=", ".join(self._declared(say, named, shown)))
        if self.overlap == "chance":
            overlap = say("overlap between audiences at least as much as by chance")
        if self.within:
            within = say("overlap between audiences at least as much as by chance within each {dimension}")
            overlap = within.format(dimension=named.get(self.within, self.within))
        return say("{universe}; {overlap}").format(universe=universe, overlap=overlap)

    def _declared(
        self, say: Callable[[str], str], named: Mapping[str, str], shown: Callable[[int], str]
    ) -> Iterator[str]:
        for name, accounts in self.universe:
            if accounts == 1:
                text = (
                    say("all platforms {accounts} account")
                    if name == self.ALL
                    else say("{platform} {accounts} account")
                )
            else:
                text = (
                    say("all platforms {accounts} accounts")
                    if name == self.ALL
                    else say("{platform} {accounts} accounts")
                )
            yield text.format(platform=named.get(name, name), accounts=shown(accounts))


def _is_whole(number: object) -> bool:
    return isinstance(number, Integral) and not isinstance(number, bool)
