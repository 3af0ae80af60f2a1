"""Files of other programs are told by their headings."""

import pytest

from calendar_app.exchange import elsewhere, sheets

PUBLER = (
    "Date - Intl. format or prompt,Text,Link(s) - Separated by comma for FB carousels,"
    'Media URL(s) - Separated by comma,"Title - For the video, pin, PDF ..",Label(s) - Separated by comma'
)


def guessed(content: str) -> tuple[sheets.Sheet, elsewhere.Mapped]:
    sheet = elsewhere.headed(sheets.read(content.encode()))
    return sheet, elsewhere.guess(sheet, "fr")


@pytest.mark.parametrize(
    ("program", "content", "first"),
    [
        (
            "buffer",
            "Text,Image URL,Tags,Posting Time\nBread!,,,2026-06-10 09:30\n",
            {"text": "Bread!", "local_date": "2026-06-10 09:30"},
        ),
        (
            "publer",
            f"{PUBLER}\n2026-06-10 09:30,Bread!,https://example.org,,Oven,\n",
            {"local_date": "2026-06-10 09:30", "text": "Bread!", "link": "https://example.org", "title": "Oven"},
        ),
        (
            "metricool",
            "Text,Date,Time,Draft,Facebook,Twitter/X,Picture Url 1\nBread!,2026-06-10,09:30:00,TRUE,,TRUE,\n",
            {"text": "Bread!", "local_date": "2026-06-10", "local_time": "09:30:00", "status": "draft", "channel": "x"},
        ),
        (
            "hootsuite",
            "06/10/2026 09:30,Bread!,https://example.org\n",
            {"local_date": "06/10/2026 09:30", "text": "Bread!", "link": "https://example.org"},
        ),
        (
            "notion",
            'Name,Publish Date,Status,Platform\nBread,"June 10, 2026 9:30 AM",Drafting,Instagram\n',
            {"title": "Bread", "local_date": "June 10, 2026 9:30 AM", "status": "Drafting", "channel": "Instagram"},
        ),
        (
            "sheet",
            "Date,Platform,Content Pillar,Headline/Hook,Copy,Status\n10/06/2026,Instagram,Craft,Bread,Come!,Draft\n",
            {
                "local_date": "10/06/2026",
                "channel": "Instagram",
                "pillar": "Craft",
                "title": "Bread",
                "text": "Come!",
                "status": "Draft",
            },
        ),
    ],
)
def test_a_program_is_told_by_the_names_of_its_columns(program, content, first):
    sheet, mapped = guessed(content)
    assert mapped.program == program
    assert next(iter(elsewhere.records(sheet, mapped)))[1] == first


def test_a_row_for_several_networks_is_several_posts():
    sheet, mapped = guessed("Text,Date,Time,Draft,Facebook,Instagram\nBread!,2026-06-10,09:30,no,yes,yes\n")
    assert [(line, found["channel"]) for line, found in elsewhere.records(sheet, mapped)] == [
        (2, "facebook"),
        (2, "instagram"),
    ]


def test_a_file_without_names_keeps_its_first_line():
    sheet, _mapped = guessed('06/13/2026 09:30,"One\nTwo",\n06/14/2026 09:30,Three,\n')
    assert (sheet.numbers, sheet.rows[0][1]) == ((1, 3), "One\nTwo")


def test_the_month_comes_first_where_a_day_says_so():
    assert guessed("Date,Caption\n03/04/2026,A\n04/13/2026,B\n")[1].day_first is False
    assert guessed("Date,Caption\n03/04/2026,A\n")[1].day_first is True
