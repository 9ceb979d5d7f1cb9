from autolens_like.plot import posterior


def test_a_title_has_two_digits_of_the_smaller_error():
    title = posterior.quantile_title("x", 0.98, 1.0, 1.03)
    assert title == "x = $1.000_{-0.020}^{+0.030}$"
    title = posterior.quantile_title("x", 10.0, 130.0, 250.0)
    assert title == "x = $130_{-120}^{+120}$"


def test_an_error_of_nearly_zero_asks_for_no_more_digits_than_the_other_bears():
    texts = posterior.quantile_texts(-0.12, -0.1 - 1e-9, -0.1)
    assert texts == ("−0.1000", "−0.0200", "+0.0000")


def test_ticks_stay_clear_of_the_ends():
    ticks = posterior.inner_ticks((1.022, 1.031))
    assert len(ticks) >= 2
    assert ticks[0] > 1.0230 and ticks[-1] < 1.0300
