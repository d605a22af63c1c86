# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig global.json ./
COPY src/IdentityServer.Domain/*.csproj src/IdentityServer.Domain/
COPY src/IdentityServer.Storage/*.csproj src/IdentityServer.Storage/
COPY src/IdentityServer/*.csproj src/IdentityServer/
ARG TARGETARCH
RUN dotnet restore src/IdentityServer -r linux-$(echo "${TARGETARCH:-amd64}" | sed s/amd64/x64/)
COPY src src
RUN dotnet publish src/IdentityServer -c Release --no-restore -r linux-$(echo "${TARGETARCH:-amd64}" | sed s/amd64/x64/) -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# The distribution's SQLite is patched; the one in the package is old.
RUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 curl && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
WORKDIR /var/lib/idp
RUN mkdir -p data keys && chown -R "$APP_UID" .
USER $APP_UID
# DOTNET_GCgen0size: a young generation of 8 MB; left to itself it grows with the machine's cache, by some 70 MB and for no speed.
ENV DOTNET_GCgen0size=0x800000 ASPNETCORE_HTTP_PORTS=8080 Idp__DataDirectory=/var/lib/idp/data Idp__Keys__Directory=/var/lib/idp/keys
VOLUME ["/var/lib/idp/data", "/var/lib/idp/keys"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["curl", "-fsS", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["/app/idp"]
CMD ["serve"]
