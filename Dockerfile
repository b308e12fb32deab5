# Three stages: the page, the binary, and a small image that holds nothing else. Build with `docker build -t candour .`

FROM node:20-bookworm-slim AS page
WORKDIR /src/frontend
# Packages first: they change less often than the sources.
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM golang:1.26-bookworm AS binary
WORKDIR /src
ENV CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false"
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=page /src/frontend/dist frontend/dist
RUN go build -ldflags="-s -w" -o /candour .
# An empty folder to be owned by the unprivileged user below.
RUN mkdir /empty

FROM debian:bookworm-slim
# Certificates, so that the mail relay's can be checked. Time zones are inside the binary.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=binary /candour /usr/local/bin/candour
COPY --from=binary --chown=10001:10001 /empty /data
USER 10001:10001
WORKDIR /data
ENV CANDOUR_LISTEN=0.0.0.0:8080 CANDOUR_DATA_DIR=/data
EXPOSE 8080
VOLUME /data
# The image has no curl; bash speaks enough HTTP to ask whether the server answers and reaches its database.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /api/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["candour"]
CMD ["serve"]
