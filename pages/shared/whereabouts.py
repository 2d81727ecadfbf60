"""Where the towns lie: read from two files in the store's folder, again when one of them changes."""

from pathlib import Path

from ledgers import townmap
from ledgers.store import Store
from pages.shared.keeping import shared
from pages.shared.views import View


def town_map(view: View) -> townmap.TownMap:
    """Return where the towns lie, by the table or the borders in the store's folder."""
    return _town_map(view.store, townmap.stamp(Store(Path(view.store))))


@shared(most=6)
def _town_map(path: str, stamp: str) -> townmap.TownMap:
    """`stamp`: what the map is kept by."""
    return townmap.town_map(Store(Path(path)))
