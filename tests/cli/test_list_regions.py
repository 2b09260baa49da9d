"""What --region knows by name."""

from collections.abc import Callable

Command = Callable[..., tuple[int, str, str]]


def test_regions__each_has_its_kind_precision_and_source(stsdetect: Command) -> None:
    code, output, _ = stsdetect("regions")

    assert code == 0
    assert output.startswith("dprk\n  near or bound for North Korea")
    assert "Territorial sea of North Korea, west (computed)\n  waters, about" in output
    assert "GSHHG 2.3.6" in output
