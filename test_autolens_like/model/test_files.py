import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import UniformPrior
from test_autolens_like.model.classes import Isothermal, Shear


def model():
    made = Collection(a=Model(Shear), b=Model(Isothermal, centre=(0.1, 1e-10)))
    made.b.einstein_radius = 2 * made.a.gamma_1 + UniformPrior(1e-5, 1.0)
    return made


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test__files_give_back_the_model(tmp_path, kind):
    path, written = tmp_path / f"model.{kind}", model()
    getattr(written, f"to_{kind}")(path)
    again = getattr(Model, f"from_{kind}")(path)
    assert again.identity() == written.identity()
    assert again.parameter_names == written.parameter_names


def test__a_shared_prior_is_written_out_without_aliases(tmp_path):
    written = model()
    written.a.gamma_2 = written.a.gamma_1
    written.to_yaml(tmp_path / "model.yaml")
    assert "&id" not in (tmp_path / "model.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read as a model"),
        ("{", "cannot be read as a model"),
        ("[" * 100_000, "cannot be read as a model"),
        ('{"type": "model", "type": "model"}', "the key 'type' stands twice"),
        ('{"type": NaN}', "NaN is no number of JSON"),
        ('{"type": "model", "class": "nothing"}', "no class is registered"),
    ],
)
def test__damaged_json(tmp_path, text, message):
    path = tmp_path / "model.json"
    path.write_text(text)
    with pytest.raises(exc.ModelException, match=message) as caught:
        Model.from_json(path)
    assert str(path) in str(caught.value)


def test__missing_files_and_yaml_without_trust(tmp_path):
    with pytest.raises(exc.ModelException, match="cannot be read"):
        Model.from_json(tmp_path / "none.json")
    path = tmp_path / "model.yaml"
    path.write_text("type: !!python/object/apply:os.system [echo]\n")
    with pytest.raises(exc.ConfigException):
        Model.from_yaml(path)


TEXT = json.dumps(model().to_dict())


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, len(TEXT) - 1), st.integers(0, 255), st.booleans())
def test__any_damage_is_an_error_of_ours_or_another_model(tmp_path, place, byte, cut):
    content = bytearray(TEXT.encode())
    if cut:
        del content[place:]
    else:
        content[place] = byte
    path = tmp_path / "model.json"
    path.write_bytes(bytes(content))
    try:
        again = Model.from_json(path)
    except exc.InputException:
        return
    assert not cut and again.prior_count <= 8
