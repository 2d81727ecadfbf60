"""The rungs 提醒 → 预警 → 黄牌 → 约谈 as one day reads them, and as other places have published theirs."""
