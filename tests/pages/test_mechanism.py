"""预警, 红黄旗, 预扣分, 规则: what they say of a small ledger, what a decision leaves behind, what a trial leaves alone."""

import pytest

SCREENS = ("alerts", "flags", "points", "rules")


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_of_the_mechanism_opens_on_a_published_ledger(make_store, run_page, name):
    make_store()
    assert run_page(name).title[0].value
