# Foyer's image: the web server by default, the task worker and every management command by another command.
ARG PYTHON=3.12-slim-bookworm

FROM python:${PYTHON} AS dependencies
COPY requirements/run.txt /run.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /run.txt

FROM python:${PYTHON}
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin foyer \
 && install -d -o foyer -g foyer /data /data/media /data/private
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/app/collected \
    MEDIA_ROOT=/data/media \
    PRIVATE_MEDIA_ROOT=/data/private \
    PROMETHEUS_MULTIPROC_DIR=/tmp/foyer-metrics \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true
COPY --from=dependencies /venv /venv
WORKDIR /app
COPY . .
# Collecting asks for settings, but for no database and no secret that lasts.
RUN mkdir -p /tmp/foyer-metrics \
 && python -m compileall -q . \
 && python -m ticketing.core.catalogs \
 && SECRET_KEY=only-for-building DATABASE_URL=postgres://none@127.0.0.1/none python manage.py collectstatic --noinput -v 0
USER foyer
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "ticketing.core.probe"]
# Counts of an earlier run of this container would be added to those of this one.
CMD ["sh", "-c", "rm -rf \"$PROMETHEUS_MULTIPROC_DIR\" && mkdir -p \"$PROMETHEUS_MULTIPROC_DIR\" && exec granian ticketing.wsgi:application"]
