from datetime import date

from calendar_app.observances import between, public_holidays


def test_france_has_its_eleven_holidays_in_french():
    days = public_holidays("FR", "", 2026, "fr")
    assert len(days) == 11
    assert days[date(2026, 11, 11)] == ("Armistice",)
    assert days[date(2026, 1, 1)] == ("Jour de l’an",)


def test_names_are_english_for_english_readers():
    assert public_holidays("FR", "", 2026, "en")[date(2026, 12, 25)] == ("Christmas Day",)


def test_alsace_and_moselle_keep_good_friday_and_saint_stephen():
    france = public_holidays("FR", "", 2026, "fr")
    for region in ("57", "6AE", "FR-57"):
        assert public_holidays("FR", region, 2026, "fr").keys() - france.keys() == {
            date(2026, 4, 3),
            date(2026, 12, 26),
        }


def test_martinique_remembers_the_abolition_of_slavery():
    for region in ("MQ", "972", "FR-MQ"):
        assert public_holidays("FR", region, 2026, "fr")[date(2026, 5, 22)] == ("Abolition de l’esclavage",)


def test_an_unknown_country_has_no_holidays():
    assert public_holidays("ZZ", "", 2026, "fr") == {}
    assert public_holidays("", "", 2026, "fr") == {}


def test_an_unknown_region_has_those_of_its_country():
    assert public_holidays("FR", "nowhere", 2026, "fr") == public_holidays("FR", "", 2026, "fr")


def test_an_unknown_language_falls_back_on_the_countrys_own():
    assert public_holidays("FR", "", 2026, "xx")[date(2026, 11, 1)] == ("Toussaint",)


def test_a_span_may_cross_the_new_year():
    assert list(between("FR", "", date(2026, 12, 20), date(2027, 1, 5), "fr")) == [date(2026, 12, 25), date(2027, 1, 1)]
