from autolens_like.search import configuration


def test_every_key_that_searches_read_has_a_value():
    for keys in configuration.DEFAULTS:
        configuration.value(*keys)
    assert 0.0 < configuration.value("general", "output", "samples_weight_threshold")
