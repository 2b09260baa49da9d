"""Seeds: a sound input for each parser, from which wrong ones are made."""

import gzip
import io
import json
import zipfile
from typing import Any

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from written import FORMATS_WRITTEN, simulated_positions

__all__ = ["BESIDE", "PACKED", "TEXTS"]

_ROWS = simulated_positions(4).to_dicts()

TEXTS = {name: how.write(_ROWS) for name, how in FORMATS_WRITTEN.items()}
"""AIS in each format, of fictional vessels."""


def _zip(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
        archive.writestr("b/c.csv", content)
    return packed.getvalue()


def _parquet(content: bytes) -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa_csv.read_csv(io.BytesIO(content)), packed)
    return packed.getvalue()


PACKED = {
    "gzip": gzip.compress(TEXTS["csv"]),
    "zip": _zip(TEXTS["csv"]),
    "Parquet": _parquet(TEXTS["csv"]),
}

_SQUARE = [[[122, 35], [124, 35], [124, 37], [122, 37], [122, 35]]]


def _features(properties: dict[str, Any], kind: str, coordinates: Any) -> bytes:
    geometry = {"type": kind, "coordinates": coordinates}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


BESIDE = {
    "settings (TOML)": b'region = "yellow_sea"\nwindow = "24:00:00"\n'
    b"[segments]\nmax_gap = 28800\n[ticks]\nmax_hole = 3600\n"
    b"[limits]\nmax_members = 7\n",
    "column map (TOML)": b'separator = ";"\ntime_format = "iso"\n[columns]\n'
    b'mmsi = "id"\ntimestamp = "t"\nlat = "y"\nlon = "x"\n[factors]\nsog = 1.9\n',
    "area (GeoJSON)": _features({"name": "SIM"}, "Polygon", _SQUARE),
    "regions (GeoJSON)": _features(
        {"name": "SIM", "kind": "own", "basis": "sim"}, "Polygon", _SQUARE
    ),
    "watch list (OFAC)": b'2,"SIM ALPHA","vessel","DPRK",-0- ,"9SIM1","Tanker","1,200",'
    b'"800","Panama",-0- ,"Vessel Registration Identification IMO 2000004; MMSI '
    b"312000001; a.k.a. 'SIM ALFA'; Linked To: SIM TRADING CO..\"\r\n",
    "watch list (CSV)": b"name,imo,mmsi,flag,list\nSIM ALPHA,2000004,312000001,PA,sim\n"
    b"SIM BRAVO,,312000002,,sim\n",
    "watch list (UN)": b"#,vessel_name,imo_number,mmsi,flag,date_of_designation,8(d)\n"
    b"1,1: SIM ALPHA 2: SIM ALFA,2000004,312000001,PA,30 Mar 2018,x\n",
    "watch list (UK)": b"Last Updated,01/02/2024\nName 6,Name 1,Group Type,IMO number,"
    b"Length of ship,Listed On,Unique ID,Other Information\n"
    b"SIM ALPHA,,Ship,2000004,180m,30/03/2018,SIM1,IMO number: 2000004\n",
    "watch list (EU)": b"Entity_LogicalId;NameAlias_WholeName;Entity_SubjectType;"
    b"Entity_Remark;Entity_DesignationDate\n"
    b"7;SIM ALPHA;vessel;IMO 2000004;2018-03-30\n",
    "watch list (OpenSanctions)": b"type,caption,imo,risk,datasets,aliases,mmsi,flag,"
    b"id\nVESSEL,SIM ALPHA,IMO2000004,sanction,sim,SIM ALFA;SIM A,312000001,pa,sim-1\n",
    "ports (CSV)": b"name,country,lat,lon\nSIM PORT,KOR,36.5,126.5\nSIM B,CHN,37,122\n",
    "images (CSV)": b"timestamp,lat,lon,length_m,scene\n"
    b"2024-03-01T10:00:00Z,36.0,123.0,180,S1\n2024-03-01T10:00:00Z,36.1,123.1,90,S1\n",
    "sea state (CSV)": b"time,lat,lon,wave_height_m\n2024-03-01T00:00:00Z,36,123,1.5\n"
    b"2024-03-01T03:00:00Z,36.5,123.5,\n",
    "images (GeoJSON)": _features(
        {"timestamp": "2024-03-01T10:00:00Z", "scene": "S1", "length_m": 90},
        "Point",
        [123.0, 36.0],
    ),
}
"""What is brought beside the AIS; bundle and tokens are made by
their own writers."""
