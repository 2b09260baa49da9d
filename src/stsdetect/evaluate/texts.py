"""Texts: what the page of the evaluation says between its tables."""

from typing import Final

__all__ = [
    "ABLATIONS",
    "BASELINES",
    "CALIBRATION",
    "CHANGED",
    "ERRORS",
    "FALSE",
    "FOUND",
    "HEAD",
    "LABELS",
    "LEAKS",
    "OWN_HEAD",
    "PARTNERS",
    "PREVALENCES",
    "REACHES",
    "READ",
    "RECEPTION",
    "STORIES",
    "WEIGHTS",
    "WORSENED",
]

HEAD: Final = """# How good is it?

Made by `stsdetect evaluate`; nothing here is typed by hand. Every vessel is
simulated: the worlds that judge are made by another motion model and other ranges
than those on which thresholds and weights may be set, and no code outside `evaluate/`
names their seeds. *coastal*: every place is heard as well as one close to a station.
*silences*: as coastal; a third of the vessels fall silent for 3 to 14 h for no
reason, and half of the transfers lie among vessels at anchor. *satellite*: satellites
only. Intervals are 95 %: Wilson for shares, bootstrap over pairs of vessels for
ranks. A missed reach is printed as missed.
"""

OWN_HEAD: Final = """# How good is it on this data?

Made by `stsdetect evaluate` from a store or a run and a truth file. What the truth
leaves out counts as false here, so that precision is the least it can be. Intervals
are 95 %: Wilson for shares, bootstrap over pairs of vessels for ranks.
"""

CHANGED: Final = """Two definitions were changed after figures of test worlds had been
seen. An evasion that is found counts neither as a hit nor as false, first in ranks and
the rate of chance, later in *precision of all* as well. And the leak test sees neither
whether a vessel has an IMO number nor how often it told its draught: with them its AUC
was 0.67, without them 0.52, in the worlds of that day. Those were of a first set of
seeds, whose figures were also seen when it was decided which learned weights count
(decisions 0009, 0016) and that an item of evidence was worth a look on development
worlds (0017). By a second set it was decided that learned weights of `one_dark` are
worth a look (0022). The seeds of this page are a third set, which nothing was decided
by.
"""

REACHES: Final = "## Was promised, was measured"

FOUND: Final = """## What is found

A transfer is found when a candidate of its kind has the same vessels (of the dark
kinds: the one that was seen), shares 30 % of its time or has its middle within it, an
hour more or less, and lies within 3 nm; one candidate is one transfer. N is the
number of transfers of the kind in a world: *precision at N* is the share of true ones
among the first N of the kind, *precision of all* among all that are listed. In both, in
*average precision* and in the rate of chance an evasion that is found counts neither as
a hit nor as false.
"""

PARTNERS: Final = """## Who was the partner?

*partners named*: how many silent vessels are listed for the same stay. *by chance*:
what a shuffled list of the same candidates would have in its first 3 N.
"""

RECEPTION: Final = """## How it goes with reception

All levels together; the interval is that of the vessel that is heard less, the
silence the longest of either about the event. Who was not heard at all during a
transfer can not be seen in it: such transfers count as lost above, and where they are
many the first N hold false ones in whatever order.
"""

ERRORS: Final = """## How far off are times and places?

Of those found: half are closer than the first number, nine in ten closer than the
second. Dark candidates bound a meeting, so that their start is early and their end
late by design.
"""

BASELINES: Final = """## Beside published rules, luck and place

The rules name no order: theirs is the longest first. All figures of a row are of one
list, of the kind of the table: of rules, of luck and place, and of the first row, of
all that is listed; of *at 0.5 or more*, of what is called a transfer at that
likelihood, which stands for a sea with as few transfers as the base rate says. *zone
only* puts what lies in a reported transfer area first. All see the same ticks, and the
same worlds: a part of those above, where there are many.
"""

ABLATIONS: Final = """## What each group of evidence is worth

Average precision that our list loses when it is ranked without it, with the paired
interval; a negative number means that the list is better without. Groups that change
no rank of a kind are not listed for it.
"""

FALSE: Final = """## Who is taken for a transfer that is none

Candidates that are no transfer, at a likelihood of 0.5 or more. *no story*: vessels
that no scenario put there. The high end of nothing is 3.7 in all vessel-days.
"""

CALIBRATION: Final = """## Is a likelihood of 0.7 true in 70 %?

Ten bins that hold equally many; *first 2 N*: only the likeliest, as many as twice the
transfers among the candidates; an evasion that is found is a transfer. *shifted*: the
likelihood carried from the share of transfers that it takes for granted to the one
shown (logit p′ = logit p + logit π′ − logit π; partners that exclude each other are
carried with it). In a real sea transfers are far rarer than here.
"""

PREVALENCES: Final = """In rarer seas, as if each false candidate were many; a dash
where fewer than 20 candidates, or for the calibration error fewer than 20 false ones,
would decide:
"""

WEIGHTS: Final = """## Do learned weights rank better than judged ones?

Of the same candidates in the same worlds. *fitted*: a factor on each judged weight;
*boosted*: the challenger, monotone trees. Both were learned on development worlds. By
decision 0009 they pass for a kind where precision among the first N rises by 0.02
(boosted: 0.05), does not fall in 95 of 100 draws of worlds, and the calibration error
at the prevalence of the worlds rises by no more than 0.01; trees also have to beat
fitted weights, where those count. Whether they count is decided on development worlds
by the same three points (decision 0023): fitted weights do for the two dark kinds.
Trees that pass do not count by themselves: decision 0016 says what they need besides,
and they count for no kind.
"""

LABELS: Final = """## What do labels teach?

Encounters of half of the development worlds, labelled truly from the queue that
`stsdetect review --next` gives; what is learned from them ranks the other half. The
first row is judged weights.
"""

WORSENED: Final = """## What if the data are worse?

The first worlds of the best level, as they are and once more under each condition. One
in ten vessels under another's number makes transfers that no name can match.
"""

STORIES: Final = """## Story by story, evasions among them

Codes are those of `stsdetect.simulate.scenarios`. Of what is expected *found*, the
figures above are made. A *lead* may be told, but chance explains it as well; what is
expected *missed* AIS does not show: hulls 150 m apart with long hoses, contacts below
half an hour, both positions spoofed, deep inside a crowded anchorage. Recall is as it
is.
"""

LEAKS: Final = """## Does the simulator give its transfers away?"""

READ: Final = """## How not to read this

These seas are ours. They hold what we thought of; a real one holds more, and hardly
ever a transfer. Recall here is recall of stories that we know, precision here is at a
prevalence that no sea has. Compare rows of one table, not this page with a real
month. Your own store and truth are measured by the same command: `stsdetect evaluate
--store DIR --truth FILE.csv`.
"""
