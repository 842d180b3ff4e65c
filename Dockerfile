# The chat in a container: docs/deploy.md says how to build and run it.
FROM python:3.13-slim

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONUNBUFFERED=1
# PyPI's torch for Linux brings CUDA libraries of several gigabytes; this index has the CPU build.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

WORKDIR /src
COPY pyproject.toml setup.py README.md LICENSE NOTICE ./
COPY index index
COPY qa qa
COPY seeds seeds
RUN pip install --extra-index-url "$TORCH_INDEX" '.[postgres]'
RUN python -c "import torch; assert torch.version.cuda is None, 'not the CPU build of torch'"

# The index and the feedback are in /var/lib/dateline, the unpacked model in /var/cache/dateline.
ENV XDG_DATA_HOME=/var/lib \
    DATELINE_CACHE=/var/cache/dateline
RUN useradd --system --home-dir /var/lib/dateline --create-home dateline \
 && install --directory --owner=dateline /var/cache/dateline
USER dateline
WORKDIR /var/lib/dateline
VOLUME ["/var/lib/dateline", "/var/cache/dateline"]

EXPOSE 7860
HEALTHCHECK --start-period=5m \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/healthz')"]
CMD ["dateline", "chat", "--host", "0.0.0.0"]
