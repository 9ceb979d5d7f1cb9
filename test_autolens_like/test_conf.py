import subprocess
import sys

import pytest

from autolens_like import conf, exc


@pytest.fixture(name="workspace")
def make_workspace(tmp_path, monkeypatch):
    (tmp_path / "config" / "priors").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        (tmp_path / "config" / f"{name}.yaml").write_text(text)
        return tmp_path

    return write


KEY = ("general", "output", "info_whitespace_length")


@pytest.mark.parametrize("name", conf.FILES)
def test__every_packaged_file_is_there_and_has_keys(name):
    assert len(conf.Config().section(name)) > 0


def test__packaged_values():
    config = conf.Config()
    assert config.value(*KEY) == 80
    assert config.value("general", "output", "samples_weight_threshold") == 1e-10
    assert config.value("output", "root") == "output"
    assert config.value("general", "updates", "iterations_per_full_update") > 0


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (("general", "ouptut", "x"), "no key 'ouptut'. Did you mean 'output'"),
        (("genral",), "no configuration file 'genral'. Did you mean 'general'"),
        ((*KEY, "deeper"), "has no key 'deeper'. Nothing is allowed here"),
        (("general", "output"), "is a section, not a value"),
        ((), "A lookup starts with a file"),
    ],
)
def test__value__unknown_keys_name_the_nearest_known_one(keys, message):
    with pytest.raises(exc.ConfigException, match=message):
        conf.Config().value(*keys)


def test__section__a_value_is_no_section():
    with pytest.raises(exc.ConfigException, match="is a value"):
        conf.Config().section(*KEY)


def test__section__is_read_only():
    with pytest.raises(TypeError):
        conf.Config().section("general", "output")["new"] = 1


def test__the_workspace_of_the_current_directory_is_laid_over_key_by_key(workspace):
    workspace("general", "output: {info_whitespace_length: 60}\n")
    config = conf.Config()
    assert config.value(*KEY) == 60
    assert config.value("general", "output", "model_results_decimal_places") == 3


def test__a_change_of_directory_changes_the_workspace(workspace, tmp_path, monkeypatch):
    workspace("general", "output: {info_whitespace_length: 60}\n")
    config = conf.Config()
    assert config.value(*KEY) == 60
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert config.value(*KEY) == 80


def test__push__lays_a_directory_over_and_moves_the_output(workspace, tmp_path):
    config = conf.Config()
    assert config.output_path == tmp_path / "output"
    workspace("output", "root: elsewhere\n")
    config = conf.Config()
    assert config.output_path == tmp_path / "elsewhere"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "general.yaml").write_text(
        "output: {info_whitespace_length: 60}\n"
    )
    config.push(tmp_path / "other", output_path=tmp_path / "results")
    assert config.value(*KEY) == 60
    assert config.output_path == tmp_path / "results"
    assert config.layers == [tmp_path / "config", tmp_path / "other"]


def test__overlay__unknown_key_names_file_key_and_nearest(workspace):
    workspace("general", "output: {info_whitespace: 60}\n")
    with pytest.raises(
        exc.ConfigException,
        match=r"config/general\.yaml: unknown key 'output\.info_whitespace'\. "
        r"Did you mean 'info_whitespace_length'\?",
    ):
        conf.Config().value(*KEY)


def test__overlay__value_of_the_wrong_kind(workspace):
    workspace("general", "updates: {iterations_per_full_update: often}\n")
    with pytest.raises(exc.ConfigException, match="an integer is asked for"):
        conf.Config().section("general")


def test__overlay__priors_may_add_classes_and_names(workspace):
    workspace("priors/by_name", "flavour: {type: Constant, value: 3.0}\n")
    workspace("priors/by_class", "mass: {Mine: {slope: {type: Constant, value: 2}}}\n")
    workspace("notation", "parameters: {flavour: {label: f, latex: F}}\n")
    config = conf.Config()
    assert config.value("priors/by_name", "flavour", "value") == 3.0
    assert config.value("priors/by_name", "slope", "type") == "Uniform"
    assert config.value("priors/by_class", "mass", "Mine", "slope", "value") == 2
    assert config.value("notation", "parameters", "flavour", "latex") == "F"


def test__overlay__a_prior_of_another_type_replaces_the_packaged_one(workspace):
    workspace("priors/by_name", "slope: {type: Gaussian, mean: 2.0, sigma: 0.1}\n")
    section = conf.Config().section("priors/by_name", "slope")
    assert dict(section) == {"type": "Gaussian", "mean": 2.0, "sigma": 0.1}


def test__overlay__misspelt_files_are_errors_and_foreign_ones_are_not(workspace):
    workspace("database", "a: 1\n")
    assert conf.Config().value(*KEY) == 80
    workspace("genral", "a: 1\n")
    with pytest.raises(exc.ConfigException, match=r"Did you mean 'general\.yaml'"):
        conf.Config().value(*KEY)


def test__push__missing_directory(tmp_path):
    with pytest.raises(exc.ConfigException, match="does not exist"):
        conf.Config().push(tmp_path / "nowhere")
    with pytest.raises(exc.ConfigException, match="does not exist"):
        conf.Config(tmp_path / "nowhere")


def test__with_config__ends_with_its_block(workspace, tmp_path):
    before = conf.instance.value(*KEY)
    with conf.with_config(*KEY, value=60) as config:
        assert config.value(*KEY) == 60
        assert conf.instance.value(*KEY) == 60
        with conf.with_config(
            "general", "output", "model_results_decimal_places", value=2
        ):
            assert conf.instance.value(*KEY) == 60
    assert conf.instance.value(*KEY) == before
    workspace("general", "output: {info_whitespace_length: 60}\n")
    with conf.with_config(path=tmp_path / "config"):
        assert conf.instance.value(*KEY) == 60
    assert conf.instance.value(*KEY) == before


def test__with_config__checks_its_key_and_value_and_still_ends():
    with pytest.raises(exc.ConfigException, match="unknown key"):
        with conf.with_config("general", "output", "unheard", value=1):
            pass
    with pytest.raises(exc.ConfigException, match="an integer"):
        with conf.with_config(*KEY, value="perhaps"):
            pass
    assert conf.instance.value(*KEY) == 80


def test__importing_conf_reads_nothing_and_loads_no_yaml():
    code = (
        "import sys, autolens_like.conf as c; "
        "assert 'yaml' not in sys.modules and not c.instance._files"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
