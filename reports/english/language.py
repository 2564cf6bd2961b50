"""What the report says around texts that are made at run time: a cause's sentence, facts, what was not done."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- the sentence that a cause is told in; {found} is one of the verdict.pages… below
    "verdict.found": "{fact}: {found}.",
    "verdict.judge": "{fact} To be judged on: {found}.",
    "verdict.found_on": "{fact} Found on: {found}.",
    "verdict.file": "{fact} ({file})",
    "verdict.file_cost": "{fact} ({file}, up to {cost})",
    "verdict.both": "{first} and {second}",
    "verdict.page": "1 page ({path})",
    "verdict.pages.one": "{n} page",
    "verdict.pages.other": "{n} pages",
    "verdict.all.one": "all {n} page",
    "verdict.all.other": "all {n} pages",
    "verdict.all_like.one": "all {n} page like {name}",
    "verdict.all_like.other": "all {n} pages like {name}",
    "verdict.share_like.one": "{some} of {n} page like {name}",
    "verdict.share_like.other": "{some} of {n} pages like {name}",
    "verdict.most_like.one": "{n} page, most of them like {name}",
    "verdict.most_like.other": "{n} pages, most of them like {name}",
    "verdict.sampled.one": "seen on {some} sampled pages that stand for {n} page",
    "verdict.sampled.other": "seen on {some} sampled pages that stand for {n} pages",
    "verdict.sampled_like.one": "seen on {some} sampled pages that stand for {n} page like {name}",
    "verdict.sampled_like.other": "seen on {some} sampled pages that stand for {n} pages like {name}",
    "verdict.place.header": ", in the header",
    "verdict.place.footer": ", in the footer",
    "verdict.place.navigation": ", in the navigation",
    "verdict.place.sidebar": ", in the sidebar",
    "verdict.place.head": ", in the head",
    "verdict.times.one": ", {n} time in all",
    "verdict.times.other": ", {n} times in all",
    "verdict.occurrences.one": "{n} time",
    "verdict.occurrences.other": "{n} times",
    # --- facts of evidence
    "fact.true": "yes",
    "fact.false": "no",
    "fact.none": "nothing",
    "list.separator": ", ",
    "languages.heading": "Language of the report",
    # --- what was not done
    "gap.outside.what.one": "{n} address outside the audited site",
    "gap.outside.what.other": "{n} addresses outside the audited site",
    "gap.outside.why": "not asked",
    "gap.outside.how": "Ask other sites with `--external`; take more in with `--scope`.",
}
