"""The doctor says what is there, and finds what cannot be trusted."""

from __future__ import annotations

from autolens_like import atomic
from autolens_like.cli import doctor


def test_a_healthy_machine(tmp_path) -> None:
    found = {item.name: item for item in doctor.findings(tmp_path / "output")}
    assert {"python", "numpy", "devices of JAX", "cores", "memory"} <= set(found)
    for name in ("disk", "atomic files", "file locks"):
        assert found[name].is_well, found[name]
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_found(tmp_path, monkeypatch) -> None:
    def refuse(path, text):
        raise OSError("No space left on device")

    monkeypatch.setattr(atomic, "write_text", refuse)
    found = {item.name: item for item in doctor.findings(tmp_path)}
    assert not found["atomic files"].is_well
    assert "No space left" in found["atomic files"].text
    assert list(tmp_path.iterdir()) == []


def test_little_space_is_found(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "free_bytes", lambda folder: 1e8)
    (disk,) = [item for item in doctor.findings(tmp_path) if item.name == "disk"]
    assert not disk.is_well
