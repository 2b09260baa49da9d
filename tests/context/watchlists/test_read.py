"""Watch lists as published, each form with invented vessels; broken ones refused."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stsdetect.context.watchlists.read import read_watchlist, read_watchlists
from stsdetect.errors import InputError
from stsdetect.schema import WATCHLIST

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str) -> Path:
        path = tmp_path / "invented.csv"
        path.write_bytes(text.encode())
        return path

    return _write


OFAC = (
    '1,"SIM TRADING CO.",-0- ,"DPRK4",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '2,"SIM ALPHA","vessel","DPRK] [SDGT",-0- ,"9SIM1","Tanker","1,200","800",'
    '"Panama",-0- ,"Vessel Registration Identification IMO 2000004; MMSI 312000001; '
    "f.k.a. 'SIM OLD'; a.k.a. 'SIM ALFA'; Linked To: SIM TRADING CO..\"\r\n"
    '3,"SIM BRAVO","vessel","DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"Vessel Registration Identification 2000016."\r\n'
    '4,"SIM YACHT","vessel","DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"Vessel Registration Identification RS 150443 (Russia)."\r\n\x1a\r\n'
)

UN = (
    "#,vessel_name,imo_number,designated_owner,mmsi,flag,call_sign,other_information,"
    'type,date_of_designation,image_url,"Paragraph 12 (d) of resolution 2321 (2016)"\n'
    '7,1: SIM ALPHA 2: SIM ALFA,2000004,na,"1: 312000001 2: 312000002",na,9SIM1,,'
    "Tanker,30-Mar-18,,x\n"
)

OPENSANCTIONS = (
    '"type","caption","imo","risk","countries","flag","mmsi","id","url","datasets",'
    '"aliases"\n'
    '"VESSEL","Sim Alpha","IMO2000004","sanction","kp","pa;kp","312000001",'
    '"sim-1","","sim_list","Sim Alfa;Sim Old"\n'
    '"ORGANIZATION","Sim Trading","IMO2000016","sanction","kp","","","sim-2","","",""\n'
)

UK = (
    "Last Updated,01/02/2024\n"
    "Name 6,Name 1,Name 2,Other Information,Group Type,Regime,Listed On,Group ID\n"
    'SIM ALPHA,,,"IMO number: 2000004. Port ban.",Ship,DPRK,30/03/2018,13001\n'
    "SIM ALFA,,,,Ship,DPRK,30/03/2018,13001\n"
    "SIM TRADING,,,IMO number: 2000016,Entity,DPRK,30/03/2018,13002\n"
)

UKSL = (
    "Report Date: 01-Feb-2024,,,,,,,\n"
    "Unique ID,Name 6,Type,Regime Name,Date Designated,IMO number,Length of ship,"
    "Current believed flag of ship\n"
    "SIM0001,SIM ALPHA,Ship,DPRK,30/03/2018,2000004,92.5,Panama\n"
)

EU = (
    "fileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_Remark;"
    "NameAlias_WholeName;Entity_DesignationDate;Entity_Regulation_Programme\n"
    "2024-02-01;77;vessel;IMO number: 2000004;SIM ALPHA;2018-03-30;PRK\n"
    "2024-02-01;77;vessel;;SIM ALFA;2018-03-30;PRK\n"
    "2024-02-01;78;enterprise;IMO number: 2000016;SIM TRADING;2018-03-30;PRK\n"
)

PLAIN = (
    "Name,IMO Number,MMSI,Call Sign,Length,Listed,Until,Aliases\n"
    "SIM ALPHA,IMO 2000004,312000001,9SIM1,92,2018-03-30,2020-01-01,SIM ALFA; SIM OLD\n"
)


@pytest.mark.parametrize(
    ("text", "list_name", "entry"),
    [
        (UN, "UN 1718", "7"),
        (OPENSANCTIONS, "OpenSanctions", "sim-1"),
        (UK, "UK", "13001"),
        (UKSL, "UK", "SIM0001"),
        (EU, "EU", "77"),
        (PLAIN, "invented", "2"),
    ],
)
def test_read_watchlist__every_form_gives_the_vessel_and_no_company(
    write: Write, text: str, list_name: str, entry: str
) -> None:
    watchlist = read_watchlist(write(text))

    WATCHLIST.check(watchlist)
    (vessel,) = watchlist.to_dicts()
    assert (vessel["list_name"], vessel["entry"]) == (list_name, entry)
    assert vessel["name"].upper() == "SIM ALPHA"
    assert vessel["imo"] == 2000004


def test_read_watchlist__ofac_has_vessels_numbers_and_former_names(
    write: Write,
) -> None:
    watchlist = read_watchlist(write(OFAC))

    alpha, bravo, yacht = watchlist.to_dicts()
    assert alpha["programme"] == "DPRK, SDGT"
    assert alpha["aliases"] == "SIM OLD; SIM ALFA"
    assert (alpha["imo"], alpha["mmsi"]) == (2000004, 312000001)
    assert (alpha["callsign"], alpha["flag"]) == ("9SIM1", "Panama")
    assert (bravo["imo"], bravo["callsign"], bravo["flag"]) == (2000016, None, None)
    assert (yacht["imo"], alpha["listed"]) == (None, None)


def test_read_watchlist__takes_what_each_form_has(write: Write) -> None:
    listed = datetime(2018, 3, 30, tzinfo=UTC)

    un, sanctions, uk, ships, eu, own = (
        read_watchlist(write(text)).to_dicts()[0]
        for text in (UN, OPENSANCTIONS, UK, UKSL, EU, PLAIN)
    )

    assert un["mmsi"] == sanctions["mmsi"] == own["mmsi"] == 312000001
    assert un["callsign"] == own["callsign"] == "9SIM1"
    assert [one["listed"] for one in (un, uk, ships, eu, own)] == [listed] * 5
    assert [one["aliases"] for one in (un, uk, eu)] == ["SIM ALFA"] * 3
    assert sanctions["aliases"] == "Sim Alfa; Sim Old"
    assert (ships["length_m"], own["length_m"]) == (92.5, 92.0)
    assert own["delisted"] == datetime(2020, 1, 1, tzinfo=UTC)
    assert un["programme"] == "Paragraph 12 (d) of resolution 2321 (2016)"


def test_read_watchlist__the_published_ofac_list(real_watchlists: Path) -> None:
    watchlist = read_watchlist(real_watchlists / "ofac_sdn_2024-05-03.csv")

    dprk = watchlist.filter(watchlist["programme"].str.contains(r"\bDPRK"))
    counts = {name: watchlist[name].count() for name in ("imo", "mmsi", "callsign")}
    assert (watchlist.height, dprk.height) == (851, 105)
    assert counts == {"imo": 843, "mmsi": 154, "callsign": 251}
    assert dprk["imo"].count() == 105
    assert dprk["mmsi"].count() == 0
    assert watchlist["flag"].count() == 816


def test_read_watchlist__the_compiled_un_list(real_watchlists: Path) -> None:
    watchlist = read_watchlist(real_watchlists / "un1718_compiled_37.csv")

    assert (watchlist.height, watchlist["imo"].count()) == (37, 36)
    assert watchlist["listed"].null_count() == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLAIN + "SIM BRAVO,2000016\n", "row 3: 2 columns instead of 8"),
        (OFAC + "5,SIM,vessel\r\n", "row 6: 3 columns instead of 12"),
        ("a,b\n1,2\n", "no watch list of a known form .first row: a, b."),
        ("", "first row: nothing"),
        (UK[: UK.index("SIM ALPHA")], "no vessel in it"),
        ("name,imo\n,\n", "no vessel in it"),
    ],
)
def test_read_watchlist__a_broken_list_is_refused_by_its_row(
    write: Write, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_watchlist(write(text))


def test_read_watchlist__other_text_than_utf_8_is_refused_by_its_row(
    tmp_path: Path,
) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(b"name,imo\nSIM,2000004\nSIM \xc9,2000016\n")

    with pytest.raises(InputError, match=r"latin\.csv: row 3: not UTF-8"):
        read_watchlist(path)
    with pytest.raises(InputError, match="No such file"):
        read_watchlist(tmp_path / "missing.csv")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("SIM,2000005,,,,", "row 2: IMO '2000005' has no valid check digit"),
        ("SIM,2000004,31,,,", "row 2: MMSI '31' has not nine digits"),
        ("SIM,2000004,,long,,", "row 2: length 'long' is no number of metres"),
        ("SIM,2000004,,,soon,", "row 2: day 'soon' is no date"),
        (",,,90,,", "row 2: neither name, IMO nor MMSI"),
    ],
)
def test_read_watchlist__a_value_that_is_none_is_left_out_and_told(
    write: Write, caplog: pytest.LogCaptureFixture, row: str, message: str
) -> None:
    good = "SIM BRAVO,2000016,312000002,90,2018-03-30,2020-01-01\n"
    header = "name,imo,mmsi,length_m,listed,delisted\n"

    with caplog.at_level(logging.WARNING, "stsdetect"):
        watchlist = read_watchlist(write(f"{header}{row}\n{good}"))

    assert message in caplog.text
    assert watchlist["name"][-1] == "SIM BRAVO"


def test_read_watchlist__a_good_list_is_read_in_silence(
    write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "stsdetect"):
        read_watchlist(write(OFAC))

    assert not caplog.records


def test_read_watchlists__stacks_and_may_be_none(write: Write) -> None:
    path = write(PLAIN)

    assert read_watchlists([path, path]).height == 2
    assert read_watchlists([]).is_empty()
