# syntax=docker/dockerfile:1
# The base is an argument, so that a site can build from its own image of the same Python.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.lock ./
COPY bot bot
COPY knowledge knowledge
COPY migrations migrations
RUN python -m venv /opt/mlops-bot \
    && /opt/mlops-bot/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
    && /opt/mlops-bot/bin/pip install --no-cache-dir --no-deps .

FROM ${BASE}
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/mlops-bot mlops-bot \
    && install -d -m 0700 -o mlops-bot /var/lib/mlops-bot/data
COPY --from=build /opt/mlops-bot /opt/mlops-bot
ENV PATH=/opt/mlops-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MLOPS_DATA_DIR=/var/lib/mlops-bot/data
USER 10001
WORKDIR /var/lib/mlops-bot
VOLUME ["/var/lib/mlops-bot/data"]
ENTRYPOINT ["mlops-bot"]
CMD ["run"]
