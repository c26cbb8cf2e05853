from pathlib import Path

from stegvis.analysis.docs import pages

FOLDER = Path(__file__).parents[2] / "docs" / "indicators"


def test_the_indicators_pages_are_current():
    """If not: python -m stegvis.analysis.docs docs/indicators"""
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages()
