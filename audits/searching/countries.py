"""The country of a language tag, as Search Console names countries: three letters, lower case."""

from __future__ import annotations

_TABLE = (
    "ad and ae are af afg ag atg al alb am arm ao ago ar arg at aut au aus az aze ba bih bb brb bd bgd be bel bf bfa "
    "bg bgr bh bhr bi bdi bj ben bn brn bo bol br bra bs bhs bt btn bw bwa by blr bz blz ca can cd cod cf caf cg cog "
    "ch che ci civ cl chl cm cmr cn chn co col cr cri cu cub cv cpv cy cyp cz cze de deu dj dji dk dnk dm dma do dom "
    "dz dza ec ecu ee est eg egy er eri es esp et eth fi fin fj fji fr fra ga gab gb gbr gd grd ge geo gh gha gm gmb "
    "gn gin gq gnq gr grc gt gtm gw gnb gy guy hk hkg hn hnd hr hrv ht hti hu hun id idn ie irl il isr in ind iq irq "
    "ir irn is isl it ita jm jam jo jor jp jpn ke ken kg kgz kh khm km com kn kna kp prk kr kor kw kwt kz kaz la lao "
    "lb lbn lc lca li lie lk lka lr lbr ls lso lt ltu lu lux lv lva ly lby ma mar mc mco md mda me mne mg mdg mk mkd "
    "ml mli mm mmr mn mng mo mac mr mrt mt mlt mu mus mv mdv mw mwi mx mex my mys mz moz na nam ne ner ng nga ni nic "
    "nl nld no nor np npl nz nzl om omn pa pan pe per pg png ph phl pk pak pl pol pr pri ps pse pt prt py pry qa qat "
    "ro rou rs srb ru rus rw rwa sa sau sb slb sc syc sd sdn se swe sg sgp si svn sk svk sl sle sm smr sn sen so som "
    "sr sur ss ssd st stp sv slv sy syr sz swz td tcd tg tgo th tha tj tjk tl tls tm tkm tn tun to ton tr tur tt tto "
    "tw twn tz tza ua ukr ug uga us usa uy ury uz uzb vc vct ve ven vn vnm vu vut ws wsm ye yem za zaf zm zmb zw zwe"
).split()
_BY_REGION = dict(zip(_TABLE[::2], _TABLE[1::2], strict=True))
"""ISO 3166-1: two letters to three."""


def alpha3(code: str) -> str:
    """The country that a language tag names by its region; empty where it names none.

    >>> alpha3("en-GB"), alpha3("zh-Hant-TW"), alpha3("en")
    ('gbr', 'twn', '')
    """
    parts = code.lower().replace("_", "-").split("-")[1:]
    region = next((part for part in parts if len(part) == 2), "")
    return _BY_REGION.get("gb" if region == "uk" else region, "")
