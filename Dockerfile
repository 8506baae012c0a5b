# syntax=docker/dockerfile:1
# The engine alone: exchange, database and mail account stand in its settings (SVARA_... or config/svara.yaml).
# It listens on the loopback alone, so it shares the host's network.
#   docker build -t svara . && docker run --network host -v svara-data:/svara/data -v ./svara.yaml:/svara/config/svara.yaml svara

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY engine engine
COPY telephony telephony
COPY web web
COPY config config
# what Maven downloads is kept between builds and never becomes a layer
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -ntp -DskipTests package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /svara --shell /usr/sbin/nologin svara \
    && install -d -o svara -g svara /svara /svara/data
# everything below is relative to here, so that it also runs from any other folder; a test does just that
WORKDIR /svara
COPY --from=build /src/config/target/lib lib/
COPY --from=build /src/config/asterisk config/asterisk/
COPY --from=build /src/config/tools config/tools/
COPY --from=build /src/config/svara.yaml config/
COPY --from=build /src/config/target/svara-config.jar ./
USER svara
VOLUME /svara/data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SVARA_HTTP_PORT:-8080} && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "--add-modules", "java.se", "--add-exports", "java.base/jdk.internal.ref=ALL-UNNAMED", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED", "--add-opens", "java.management/sun.management=ALL-UNNAMED", "--add-opens", "jdk.management/com.sun.management.internal=ALL-UNNAMED", "-jar", "svara-config.jar"]
CMD ["start"]
