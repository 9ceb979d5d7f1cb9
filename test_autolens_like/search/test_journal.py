import pickle

import numpy as np
import pytest

from autolens_like.search import journal as journal_module
from autolens_like.search.journal import Journal, recorded_in

VECTORS = np.random.default_rng(3).normal(size=(120, 3))
RECORD = 8 * 4 + 4


def written(folder, vectors=VECTORS):
    journal = Journal(folder, 3)
    for vector in vectors:
        journal.append(vector, float(vector.sum()))
    journal.close()


def loaded(folder, dimensions=3):
    journal = Journal(folder, dimensions)
    journal.load()
    return journal


def test_every_evaluation_comes_back_bit_by_bit(tmp_path):
    written(tmp_path / "journal")
    journal = loaded(tmp_path / "journal")
    assert len(journal) == len(VECTORS) and not journal.notes
    for vector in VECTORS:
        assert journal.get(vector) == float(vector.sum())
    assert journal.get(VECTORS[0] + 1e-15) is None


def test_records_have_the_documented_size(tmp_path):
    written(tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.stat().st_size == 12 + RECORD * len(VECTORS)


def test_processes_write_files_of_their_own(tmp_path):
    first, second = Journal(tmp_path, 3), Journal(tmp_path, 3)
    first.append(VECTORS[0], 1.0)
    second.append(VECTORS[1], 2.0)
    first.close()
    second.close()
    assert len(list(tmp_path.iterdir())) == 2
    assert len(loaded(tmp_path)) == 2


def test_the_first_record_is_on_disk_at_once_and_the_rest_in_time(
    tmp_path, monkeypatch
):
    now = [100.0]
    monkeypatch.setattr(journal_module.time, "monotonic", lambda: now[0])
    journal = Journal(tmp_path, 3)
    journal.append(VECTORS[0], 1.0)
    assert len(loaded(tmp_path)) == 1
    journal.append(VECTORS[1], 1.0)
    assert len(loaded(tmp_path)) == 1
    now[0] += journal_module.FLUSH_SECONDS
    journal.append(VECTORS[2], 1.0)
    assert len(loaded(tmp_path)) == 3
    for vector in VECTORS[3 : 3 + journal_module.FLUSH_EVERY]:
        journal.append(vector, 1.0)
    assert len(loaded(tmp_path)) == 3 + journal_module.FLUSH_EVERY
    journal.close()


@pytest.mark.parametrize("cut", [1, RECORD - 1, RECORD, 3 * RECORD + 7])
def test_a_torn_tail_is_cut(tmp_path, cut):
    written(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-cut])
    journal = loaded(tmp_path)
    assert len(journal) == len(VECTORS) - -(-cut // RECORD)
    assert bool(journal.notes) == (cut % RECORD != 0)


def test_damage_ends_a_file_with_a_note(tmp_path):
    written(tmp_path)
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[12 + 10 * RECORD + 5] ^= 1
    path.write_bytes(content)
    journal = loaded(tmp_path)
    assert len(journal) == 10
    assert "damaged bytes at its end were cut" in journal.notes[0]


@pytest.mark.parametrize("content", [b"", b"AL", b"something else, and long enough"])
def test_what_is_no_journal_is_not_used(tmp_path, content):
    (tmp_path / "0000.bin").write_bytes(content)
    journal = loaded(tmp_path)
    assert len(journal) == 0
    assert bool(journal.notes) == bool(content)


def test_a_journal_of_another_model_is_not_used(tmp_path):
    written(tmp_path)
    assert len(loaded(tmp_path, dimensions=2)) == 0


def test_it_travels_without_its_contents(tmp_path):
    written(tmp_path)
    journal = pickle.loads(pickle.dumps(loaded(tmp_path)))
    assert len(journal) == 0
    journal.load()
    assert len(journal) == len(VECTORS)


def test_delete(tmp_path):
    written(tmp_path / "journal")
    loaded(tmp_path / "journal").delete()
    assert list(tmp_path.iterdir()) == []
    Journal(tmp_path / "never", 3).delete()


def test_parts_keep_other_things_and_go_with_the_journal(tmp_path):
    journal = Journal(tmp_path / "journal", 3)
    journal.append(VECTORS[0], 1.0)
    part = journal.part("gradients", 3, 4)
    for vector in VECTORS:
        part.append(vector, *(2.0 * vector), -1.0)
    journal.close()
    again = loaded(tmp_path / "journal")
    assert len(again) == 1 + len(VECTORS)
    assert again.get(VECTORS[1]) is None
    part = again.part("gradients", 3, 4)
    assert part.record(VECTORS[1]) == (*(2.0 * VECTORS[1]), -1.0)
    # Another size of what is kept is not read as this one.
    other = again.part("gradients", 3, 5)
    assert len(other) == 0 and "no valid header" in again.notes[-1]
    again.delete()
    assert not (tmp_path / "journal").exists()


def test_a_torn_header_of_a_part_is_no_error(tmp_path):
    folder = tmp_path / "journal" / "gradients"
    folder.mkdir(parents=True)
    (folder / "0000.bin").write_bytes(journal_module.PART_MAGIC + b"\x01")
    journal = loaded(tmp_path / "journal")
    assert len(journal) == 0
    assert len(journal.part("gradients", 3, 4)) == 0


def test_what_is_recorded_is_seen_from_outside(tmp_path):
    assert recorded_in(tmp_path / "journal") == (None, None)
    written(tmp_path / "journal")
    best = float(VECTORS.sum(axis=1).max())
    assert recorded_in(tmp_path / "journal") == (len(VECTORS), pytest.approx(best))
    # Another process may be in the middle of a record.
    (path,) = (tmp_path / "journal").glob("*.bin")
    path.write_bytes(path.read_bytes()[:-5])
    assert recorded_in(tmp_path / "journal")[0] == len(VECTORS) - 1
