"""Run every benchmark; each prints ratios to a named baseline, with peak memory."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {
    "run.py",
    "side_by_side.py",
    "detector_baseline.py",
    "traffic.py",
    "encounter_families.py",
    "large.py",
    "family_motions.py",
    "family_stories.py",
    "sensitivity.py",
    "mutants.py",
    "mutations.py",
    "passing.py",
    "silence_real.py",
    "inject_real.py",
    "suez.py",
    "weights.py",
}
"""Parts of others, what measures quality instead of speed, and what takes hours."""


def main() -> int:
    """Run the scripts beside this one, those named or all; give the worst exit code."""
    named = set(sys.argv[1:])
    scripts = [
        script
        for script in sorted(HERE.glob("*.py"))
        if script.name not in NOT_BENCHMARKS and (not named or script.stem in named)
    ]
    print("Machines are noisy: read the ratios, not the rates.\n", flush=True)
    return max(
        subprocess.run([sys.executable, str(script)], check=False).returncode
        for script in scripts
    )


if __name__ == "__main__":
    sys.exit(main())
