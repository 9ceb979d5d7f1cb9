import pytest

from autolens_like import exc
from autolens_like.strict_yaml import checked, read_yaml, read_yaml_with_lines


@pytest.fixture(name="write")
def make_write(tmp_path):
    def write(text, name="settings.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test__read_yaml__numbers_text_and_lists(write):
    path = write("a: 1e-10\nb: -2E+3\nc: {d: [1, 2.5, text], e: true}\nf: 1.5e3\n")
    assert read_yaml(path) == {
        "a": 1e-10,
        "b": -2000.0,
        "c": {"d": [1, 2.5, "text"], "e": True},
        "f": 1500.0,
    }


def test__read_yaml__empty_file_is_an_empty_mapping(write):
    assert read_yaml(write("")) == {}
    assert read_yaml(write("# only a comment\n")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", r"settings\.yaml:3: the key 'a' is there twice"),
        ("a:\n  b: 1\n  b: 2\n", r"settings\.yaml:3: the key 'b' is there twice"),
        ("a: 1\n\tb: 2\n", r"settings\.yaml:2:1: .*Indent with spaces, not tabs"),
        ("a: [1, 2\n", r"settings\.yaml:2:1: "),
        ("- 1\n- 2\n", "holds a list at its top level"),
        ("text", "holds a str at its top level"),
        ("1: one\n", "the key '1' is no text"),
        ("no: one\n", "the key 'no' is no text"),
        ("? [a, b]\n: 1\n", "is no text"),
        ("a: !!python/object/apply:os.system ['true']\n", "could not determine"),
        (b"a: \xff\xfe\n", "is not UTF-8 text"),
        (b"a: \x00\n", "special characters are not allowed"),
        ("a: &a [*a]\n", "a value that contains itself"),
        ("a: " + "[" * 100 + "]" * 100, "levels of nesting"),
        ("a: " + "1" * 5000, "is not valid YAML"),
    ],
)
def test__read_yaml__malformed_text_is_refused_with_its_line(write, text, message):
    with pytest.raises(exc.ConfigException, match=message):
        read_yaml(write(text))


def test__read_yaml__alias_bomb_is_refused_before_it_expands(write):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 10):
        items = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{items}]")
    with pytest.raises(exc.ConfigException, match="aliases expanded"):
        read_yaml(write("\n".join(lines)))


def test__read_yaml__few_aliases_are_fine(write):
    assert read_yaml(write("a: &x {b: 1}\nc: *x\n")) == {"a": {"b": 1}, "c": {"b": 1}}


def test__read_yaml__missing_and_oversized_files(tmp_path, write):
    with pytest.raises(
        exc.ConfigException, match=r"none\.yaml cannot be read: No such"
    ):
        read_yaml(tmp_path / "none.yaml")
    with pytest.raises(exc.ConfigException, match="cannot be read"):
        read_yaml(tmp_path)
    with pytest.raises(exc.ConfigException, match="at most 1000000 are read"):
        read_yaml(write("#" * 1_000_001))


DEFAULTS = {
    "mask": {"radius": 3.0, "automatic": True},
    "search": {"n_live": 100, "name": "fit", "anything": None},
    "list": [1],
}


def test__checked__lays_values_over_defaults_and_changes_neither():
    given = {"mask": {"radius": 2}, "search": {"n_live": 1e2, "anything": [1]}}
    merged = checked(given, DEFAULTS, "my.yaml")
    assert merged == {
        "mask": {"radius": 2.0, "automatic": True},
        "search": {"n_live": 100, "name": "fit", "anything": [1]},
        "list": [1],
    }
    assert isinstance(merged["mask"]["radius"], float)
    assert isinstance(merged["search"]["n_live"], int)
    merged["list"].append(2)
    assert DEFAULTS["list"] == [1] and DEFAULTS["mask"]["radius"] == 3.0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"mask": {"raduis": 2}},
            r"my\.yaml: unknown key 'mask\.raduis'\. Did you mean 'radius'\? "
            r"Allowed: radius, automatic\.",
        ),
        ({"maks": {}}, "unknown key 'maks'. Did you mean 'mask'"),
        ({"mask": {"radius": "big"}}, r"'mask\.radius' is 'big' \(text\); a number is"),
        ({"mask": {"radius": True}}, "a number is asked for"),
        ({"mask": {"radius": None}}, "is empty; a number is asked for"),
        ({"mask": {"radius": float("nan")}}, "a number is asked for"),
        ({"mask": {"automatic": 1}}, "true or false is asked for"),
        ({"search": {"n_live": 10.5}}, "an integer is asked for"),
        ({"search": {"name": 3}}, "text is asked for"),
        ({"list": "a"}, "a list is asked for"),
        ({"mask": 3.0}, r"mask is 3\.0 \(a number\); a section with keys"),
        ({"mask": None}, "mask is empty; a section with keys"),
        ([], "the top level is"),
    ],
)
def test__checked__unknown_keys_and_wrong_kinds_are_errors(given, message):
    with pytest.raises(exc.ConfigException, match=message):
        checked(given, DEFAULTS, "my.yaml")


def test__checked__a_type_in_place_of_a_default_must_be_given():
    schema = {"dataset": {"pixel_scale": float, "name": (str, int)}, "seed": 1}
    given = {"dataset": {"pixel_scale": 1, "name": 7}}
    assert checked(given, schema, "my.yaml") == {
        "dataset": {"pixel_scale": 1.0, "name": 7},
        "seed": 1,
    }
    with pytest.raises(exc.ConfigException, match=r"'dataset\.name' is missing"):
        checked({"dataset": {"pixel_scale": 0.1}}, schema, "my.yaml")
    with pytest.raises(exc.ConfigException, match=r"'dataset\.pixel_scale' is missing"):
        checked({}, schema, "my.yaml")
    with pytest.raises(exc.ConfigException, match="text or an integer is asked for"):
        checked({"dataset": {"pixel_scale": 0.1, "name": 0.5}}, schema, "my.yaml")


def test__checked__open_sections_take_new_names_and_replace_typed_entries():
    defaults = {"a": {"type": "Uniform", "lower": 0.0}, "closed": {"x": 1}}
    merged = checked(
        {"a": {"type": "Gaussian", "mean": 1.0}, "b": {"type": "Uniform"}},
        defaults,
        "my.yaml",
        open_sections=("",),
    )
    assert merged["a"] == {"type": "Gaussian", "mean": 1.0}
    assert merged["b"] == {"type": "Uniform"}
    with pytest.raises(exc.ConfigException, match="unknown key 'b'"):
        checked({"b": 1}, defaults, "my.yaml", open_sections=("closed",))


def test__read_yaml_with_lines__knows_the_line_of_every_key_and_item(write):
    path = write("# A comment.\na: 1\nb:\n  c: [1,\n    2]\n  d: {e: 3}\n")
    content, lines = read_yaml_with_lines(path)
    assert content == read_yaml(path)
    assert lines == {
        (): 1,
        ("a",): 2,
        ("b",): 3,
        ("b", "c"): 4,
        ("b", "c", 0): 4,
        ("b", "c", 1): 5,
        ("b", "d"): 6,
        ("b", "d", "e"): 6,
    }
    assert read_yaml_with_lines(write("")) == ({}, {(): 1})
