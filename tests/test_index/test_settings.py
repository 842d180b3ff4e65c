from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from index import processor
from index import settings as settings_module
from index.errors import SettingsError
from index.processor import INT8, QUANTIZED, W7A8
from index.settings import PROJECT, Settings


def test_defaults_are_anchored_at_the_project() -> None:
    settings = Settings.from_environment({})
    assert settings.index_dir == PROJECT / "var" / "index"
    assert settings.seeds == PROJECT / "seeds"
    assert settings.model is None
    assert settings.reader is None
    assert settings.feedback == PROJECT / "var" / "feedback.sqlite"
    assert settings.cache_dir.is_absolute()


def test_installed_what_is_made_lies_in_the_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_module, "INSTALLED", True)
    settings = Settings.from_environment({})
    data = platformdirs.user_data_path("dateline", appauthor=False)
    assert (settings.index_dir, settings.feedback) == (data / "index", data / "feedback.sqlite")


def test_the_environment_wins() -> None:
    settings = Settings.from_environment(
        {
            "DATELINE_INDEX": "/data/index",
            "DATELINE_MODEL": "m",
            "DATELINE_READER": "none",
            "DATELINE_FEEDBACK": "~/said.sqlite",
            "DATELINE_CACHE": "",
            "HOME": "/h",
        }
    )
    assert settings.index_dir == Path("/data/index")
    assert (settings.model, settings.reader) == ("m", "none")
    assert settings.feedback == Path("~/said.sqlite").expanduser()


def test_an_address_stays_as_it_is() -> None:
    settings = Settings.from_environment({"DATELINE_INDEX": "memory://news/~"})
    assert settings.index_dir == "memory://news/~"


@pytest.mark.parametrize("suffix", QUANTIZED)
def test_8_bits_are_for_new_indexes(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.settings.fastest_quantization", lambda: suffix)
    settings = Settings.from_environment({"DATELINE_PRECISION": "int8"})
    assert settings.embedding_model() == f"multilingual-e5-small{suffix}"
    for named in QUANTIZED:
        assert settings.embedding_model(f"other{named}") == f"other{named}"
    assert Settings(model="m").embedding_model() == "m"
    assert Settings(model="m").embedding_model("n") == "n"


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment({"DATELINE_PRECISION": "4"})


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment({"DATELINE_INDX": "/data"})


@pytest.mark.parametrize("prefers", [False, True])
@pytest.mark.parametrize("suffix", QUANTIZED)
def test_the_usual_precision_is_the_processors_and_that_of_an_index_is_kept(
    suffix: str, prefers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.settings.has_gpu", lambda: False)
    monkeypatch.setattr("index.settings.prefers_quantization", lambda: prefers)
    monkeypatch.setattr("index.settings.fastest_quantization", lambda: suffix)
    plain = "multilingual-e5-small"
    rounded = plain + suffix
    assert Settings().embedding_model() == (rounded if prefers else plain)
    for kept in (plain, *(plain + one for one in QUANTIZED)):
        assert Settings().embedding_model(kept=kept) == kept
        assert Settings(precision="int8").embedding_model(kept=kept) == rounded
        assert Settings(precision="float32").embedding_model(kept=kept) == plain
        assert Settings().embedding_model("other", kept=kept) == "other"
        assert Settings().embedding_model(plain, kept=kept) == plain
        assert Settings(model="other").embedding_model(kept=kept) == "other"


def test_8_bits_are_not_kept_on_a_graphics_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.settings.has_gpu", lambda: True)
    monkeypatch.setattr("index.settings.prefers_quantization", lambda: False)
    for suffix in QUANTIZED:
        kept = f"multilingual-e5-small{suffix}"
        assert Settings().embedding_model(kept=kept) == "multilingual-e5-small"


@pytest.mark.parametrize(
    ("abilities", "fastest", "preferred"),
    [
        ({"avx2"}, W7A8, True),
        ({"avx2", "avx_vnni"}, INT8, True),
        ({"avx2", "avx512_vnni"}, INT8, True),
        ({"avx2", "avx512_vnni", "avx512_bf16"}, INT8, False),
        ({"avx2", "avx_vnni", "amx_bf16", "amx_int8"}, INT8, False),
        (set(), INT8, False),  # as on ARM
    ],
)
def test_8_bits_need_avx2_and_are_left_to_processors_without_bfloat16(
    abilities: set[str], fastest: str, preferred: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: dict.fromkeys(abilities, True))
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    functions = (
        processor.multiplies_bfloat16,
        processor.fastest_quantization,
        processor.prefers_quantization,
    )
    for function in functions:
        function.cache_clear()
    try:
        assert processor.fastest_quantization() == fastest
        assert processor.prefers_quantization() is preferred
    finally:
        for function in functions:
            function.cache_clear()
