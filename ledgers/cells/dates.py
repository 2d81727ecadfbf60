"""Days as offices write them: 2022.9.30, 2022年9月底前, 第三季度, 20220930, 长期坚持 …

A text that names a span (a month, a quarter, 下旬) is read as the last day meant – the first for a starting day – and a
note says so. A text without a year takes the year of the ledger's period, and a note says so; without such a year it is
an error. Business rule, not calendar law: "9月前" is read as "by the end of September", and the note shows the day.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

from ledgers.cells.texts import NOTHING, Note, Read, is_moment, shown

__all__ = ["Span", "day_of", "month_end", "month_of", "numerals", "span_of"]

Span = tuple[date, date]

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SERIAL_ZERO = date(1899, 12, 30)  # Excel's day 0 for every day after 1900-02-28
_SERIALS = (30_000, 60_000)  # 1982-02-18 to 2064-04-08

_CLOCK = re.compile(r"[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_LEAD = re.compile(r"^(?:截至|截止到|截止|至|于|在|力争|争取|确保|预计|计划|拟|原定|不迟于|最迟|到|约|大约|预期)+")
_TAIL = re.compile(r"(?:左右|之前|以前|前|止|完成|竣工|完工|办结|开工|启动|投产|建成|完毕|全面|,|。|\.|;|、|:)+$")
_OPEN_ENDED = re.compile(
    r"(?:长期|持续|常态|全程|每[年月周季日]|日常|定期|不定期|按需|贯穿|长效|经常)[\u4e00-\u9fff、,]{0,12}", re.UNICODE
)
_YEAR = r"(?:(\d{4})年?度?[./\-]?|(\d{2})年)?"
_PARTS = "上旬|中旬|下旬|初|中|底|末|月底|月末|内"
_HALVES = {"上": (1, 6), "下": (7, 12)}
_SEP = r"[./\-。,年月]"
_RANGE = re.compile(r"^(.+?)(?:--|—+|–|~|～|至|到|-)(.+)$")
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_CHINESE_NUMBER = re.compile(r"[〇○零一二三四五六七八九十]+(?=[年月日号季旬周])|(?<=第)[一二三四](?=季)")


def month_end(day: date) -> date:
    """The last day of the day's month.

    >>> month_end(date(2024, 2, 5))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _day(year: int, month: int, day: int) -> Span:
    return (date(year, month, day),) * 2


def _month(year: int, month: int, part: str | None) -> Span:
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {
        "上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, last),
        "底": (last, last), "末": (last, last), "月底": (last, last), "月末": (last, last),
    }.get(part or "", (1, last))  # fmt: skip
    return date(year, month, first_day), date(year, month, last_day)


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), _month(year, last, None)[1]


def _week(year: int, week: str) -> Span:
    """A week of the year as GB/T 7408 (ISO 8601) counts them, Monday to Sunday."""
    return date.fromisocalendar(year, int(week), 1), date.fromisocalendar(year, int(week), 7)


def _week_of_month(year: int, month: str, week: str) -> Span:
    """A week of a month, counted as those of the year are: it belongs to the month in which its Thursday lies."""
    first = date(year, int(month), 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7 + 7 * (int(week) - 1))
    if thursday.month != first.month:
        raise ValueError(week)
    return thursday - timedelta(days=3), thursday + timedelta(days=3)


def _forms() -> tuple[tuple[re.Pattern[str], Callable[..., Span]], ...]:
    """Pattern -> builder. The first two groups of every pattern are a four- and a two-digit year."""
    return tuple(
        (re.compile(pattern), build)
        for pattern, build in (
            (rf"(\d{{4}})(){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})[日号]?", lambda y, m, d: _day(y, int(m), int(d))),
            (rf"()(\d{{2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})[日号]?", lambda y, m, d: _day(y, int(m), int(d))),
            (r"(\d{4})()(\d{2})(\d{2})", lambda y, m, d: _day(y, int(m), int(d))),
            (r"(\d{4})()(\d{2})", lambda y, m: _month(y, int(m), None)),
            (rf"(\d{{4}})(){_SEP}(\d{{1,2}})月?份?(底|末)?", lambda y, m, part: _month(y, int(m), part)),
            (rf"{_YEAR}(\d{{1,2}})月份?({_PARTS})?", lambda y, m, part: _month(y, int(m), part)),
            (rf"{_YEAR}(\d{{1,2}})[月./\-](\d{{1,2}})[日号]?", lambda y, m, d: _day(y, int(m), int(d))),
            (rf"{_YEAR}(?:第)?([1-4])季度?(?:末|底|内)?", lambda y, q: _months(y, int(q) * 3 - 2, int(q) * 3)),
            (rf"{_YEAR}[Qq]([1-4])", lambda y, q: _months(y, int(q) * 3 - 2, int(q) * 3)),
            (rf"{_YEAR}第(\d{{1,2}})周(?:末|内)?", _week),
            (rf"{_YEAR}(\d{{1,2}})月份?第?(\d)周(?:末|内)?", _week_of_month),
            (rf"{_YEAR}([上下])半年(?:末|底|内)?", lambda y, half: _months(y, *_HALVES[half])),
            (rf"{_YEAR}(?:年底|年末|底|末)", lambda y: _day(y, 12, 31)),
            (rf"{_YEAR}(?:年中)", lambda y: _day(y, 6, 30)),
            (rf"{_YEAR}(?:年内|内|全年|年度|年)", lambda y: _months(y, 1, 12)),
            (r"(\d{4})()年?", lambda y: _months(y, 1, 12)),
        )
    )  # fmt: skip


_FORMS = _forms()


def span_of(text: str, *, year: int | None = None) -> tuple[Span, bool] | None:
    """First and last day that a text names, and whether the year was taken from `year`; None when it names no day.

    >>> span_of("2022年9月底前")[0][1].isoformat(), span_of("第三季度", year=2022)
    ('2022-09-30', ((datetime.date(2022, 7, 1), datetime.date(2022, 9, 30)), True))
    >>> span_of("2022-13-45") is None
    True
    """
    plain = _plain(text)
    single = _single(plain, year)
    return single or _range(plain, year)


def day_of(raw: object, *, year: int | None = None, year_from: str = "台账期间", end: bool = True) -> Read:
    """The day a cell names: the last day meant, or the first with `end=False`.

    >>> day_of("20200422 00:00:00").value.isoformat(), day_of(44813.0).value.isoformat()
    ('2020-04-22', '2022-09-09')
    >>> day_of("9月30日", year=2022).note.code, day_of("9月30日").note.code
    ('year_from_period', 'year_unknown')
    """
    if isinstance(raw, datetime):
        return _within(raw.date(), raw)
    if isinstance(raw, date):
        return _within(raw, raw)
    if is_moment(raw):
        return _bad(raw)
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _from_number(raw, end=end)
    if re.fullmatch(r"\s*[3-5]\d{4}(?:\.0)?\s*", str(raw)):  # a serial kept as text
        return _from_number(float(str(raw)), end=end)
    return _from_text(str(raw), year=year, year_from=year_from, end=end)


def month_of(raw: object, *, year: int | None = None, year_from: str = "台账期间") -> Read:
    """The last day of the month that a cell of a 月份 column names: 8, "8月", 2022-08-01 (a date shown as 2022年8月).

    >>> month_of(8.0, year=2022).value.isoformat(), month_of(date(2022, 8, 1)).value.isoformat()
    ('2022-08-31', '2022-08-31')
    """
    if isinstance(raw, float) and raw in range(1, 13):
        raw = f"{raw:.0f}月"
    elif isinstance(raw, str) and raw.strip().isdecimal() and 1 <= int(raw) <= 12:
        raw = f"{raw.strip()}月"
    read = day_of(raw, year=year, year_from=year_from)
    if read.value is None or read.value.day != 1:
        return read
    day = _month(read.value.year, read.value.month, None)[1]
    return Read(day, Note("info", "date_from_words", f"{read.value.year}年{read.value.month}月按月末 {day} 读入。"))


def _from_number(raw: float, *, end: bool) -> Read:
    if _SERIALS[0] <= raw <= _SERIALS[1]:
        day = _SERIAL_ZERO + timedelta(days=int(raw))
        return Read(day, Note("info", "date_from_serial", f"{shown(raw)} 按 Excel 日期序号读成 {day}。"))
    if re.fullmatch(r"\d{4}\.1", shown(raw)):
        return Read(
            None, Note("error", "ambiguous_date", f"{shown(raw)} 分不清是1月还是10月，请写成像 2022-10-31 这样的日期。")
        )
    if raw > 1900 and re.fullmatch(r"\d{8}|\d{6}|\d{4}(?:\.\d{1,2})?", shown(raw)):
        return _from_text(shown(raw), year=None, year_from="", end=end)
    return _bad(raw)


def _from_text(raw: str, *, year: int | None, year_from: str, end: bool) -> Read:
    plain = _plain(raw)
    if plain in NOTHING:
        return Read(None)
    if _OPEN_ENDED.fullmatch(plain):
        return Read(None, Note("info", "no_deadline", f"“{raw.strip()}”没有具体日期，按没有时限读入。"))
    if re.fullmatch(r"(?:立行立改|即知即改|即行即改|立即整改|立即|即时|马上)", plain):
        return Read(None, Note("warning", "no_day", f"“{raw.strip()}”没有具体日期，按未填读入；需要计时的请填上日期。"))
    found = span_of(raw, year=year)
    if found is None:
        return _unreadable(raw, plain, year)
    span, borrowed = found
    day = span[1] if end else span[0]
    if borrowed:
        return Read(
            day, Note("info", "year_from_period", f"“{raw.strip()}”没有写年份，年份取自{year_from}，按 {day} 读入。")
        )
    if span[0] != span[1] or _in_words(plain):
        which = "最后一天" if end else "第一天"
        return Read(day, Note("info", "date_from_words", f"“{raw.strip()}”按所指时段的{which} {day} 读入。"))
    return Read(day)


def _in_words(plain: str) -> bool:
    """Whether the text says more than a plain day, so that reading it as one is an interpretation.

    >>> _in_words("2022年9月底"), _in_words("2022年9月30日"), _in_words("9.5-9.30")
    (True, False, True)
    """
    return re.fullmatch(r"\d{4}[年./\-。,]?\d{1,2}[月./\-。,]?\d{1,2}[日号]?", plain) is None


def _unreadable(raw: str, plain: str, year: int | None) -> Read:
    if year is None and span_of(plain, year=2000):
        message = f"“{raw.strip()}”没有写年份，标题、表名、文件名里也没有年份，请补上年份。"
        return Read(None, Note("error", "year_unknown", message))
    return _bad(raw)


def _bad(raw: object) -> Read:
    message = f"“{shown(raw).strip()}”不是能读懂的日期，请改成像 2022-09-30 这样的日期，或留空表示没有。"
    return Read(None, Note("error", "bad_date", message))


def _within(day: date, raw: object) -> Read:
    return Read(day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else _bad(raw)


def _plain(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", text).strip()
    return numerals("".join(_CLOCK.sub("", half_width).split()))


def numerals(text: str) -> str:
    """Chinese numerals before 年月日季旬周 as digits.

    >>> numerals("二〇二二年十二月三十一日"), numerals("第三季度")
    ('2022年12月31日', '第3季度')
    """
    return _CHINESE_NUMBER.sub(lambda found: _numeral(found[0]), text)


def _numeral(word: str) -> str:
    if "十" not in word:
        return "".join(_DIGITS.get(sign, sign) for sign in word)
    tens, _, ones = word.partition("十")
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def _single(plain: str, year: int | None) -> tuple[Span, bool] | None:
    for text in (plain, _TAIL.sub("", _LEAD.sub("", plain))):
        text, known = _this_year(text, year)
        for pattern, build in _FORMS:
            if found := pattern.fullmatch(text):
                return _built(found, build, known)
    return None


def _this_year(text: str, year: int | None) -> tuple[str, int | None]:
    """今年年底 is 年底; 明年3月 is the 3月 of the year after."""
    if found := re.match(r"(?:今年|本年度?|当年)(?=.)", text):
        return text[found.end() :], year
    if found := re.match(r"(?:明年|次年|下一?年)(?=.)", text):
        return text[found.end() :], year + 1 if year else None
    return text, year


def _built(found: re.Match[str], build: Callable[..., Span], year: int | None) -> tuple[Span, bool] | None:
    four, two, *parts = found.groups()
    own = int(four) if four else 2000 + int(two) if two else None
    if own is None and year is None:
        return None
    try:
        span = build(year if own is None else own, *parts)
    except (ValueError, calendar.IllegalMonthError):  # a thirteenth month, a 31st of June
        return None
    return (span, own is None) if _FIRST_YEAR <= span[0].year <= _LAST_YEAR else None


def _range(plain: str, year: int | None) -> tuple[Span, bool] | None:
    """2022年9月-12月, 9.5—9.30: from the first day of the left to the last day of the right."""
    if not (halves := _RANGE.match(plain)):
        return None
    left_text = halves[1] if not halves[1].isdigit() or len(halves[1]) > 2 else f"{halves[1]}月"
    left = _single(left_text, year)
    if left is None:
        return None
    right = _single(halves[2], left[0][0].year)
    if right is None or right[0][1] < left[0][0]:
        return None
    return (left[0][0], right[0][1]), left[1]
