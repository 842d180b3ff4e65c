"""Download a GGUF file that was asked for by its name on the model hub."""

from __future__ import annotations

from pathlib import Path

from index.errors import SettingsError

HUB = "hf://"
"""Beginning of a name on the model hub: ``hf://OWNER/NAME/FILE.gguf``."""


def download(address: str) -> Path:
    """Return the path of a file of the model hub; download it unless it is in the hub's cache.

    Args:
        address: ``hf://OWNER/NAME/FILE.gguf``.

    Raises:
        SettingsError: If the address has other parts, or the file cannot be downloaded.
    """
    from huggingface_hub import hf_hub_download

    owner, _, rest = address.removeprefix(HUB).partition("/")
    name, _, file = rest.partition("/")
    if not (owner and name and file.lower().endswith(".gguf")):
        raise SettingsError(
            f"DATELINE_LLM_URL: {address!r} is no file of the model hub; give "
            "hf://OWNER/NAME/FILE.gguf"
        )
    try:
        return Path(hf_hub_download(f"{owner}/{name}", file))
    except Exception as error:  # the hub raises many types
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise SettingsError(
            f"DATELINE_LLM_URL: {address} cannot be downloaded: {first_line}; if you are offline, "
            "give the path of a file"
        ) from error
