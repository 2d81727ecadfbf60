"""一榜一牌一令: boards, brands, orders, who leads them, and the phases of the year."""
