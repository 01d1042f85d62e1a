package dev.bulla;

import dev.bulla.bytes.Bytes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How places are reached.
 *
 * @param environment the variables that have a meaning for networks and credentials, by name: {@code HOME},
 *     {@code DOCKER_CONFIG}, {@code REGISTRY_AUTH_FILE}, {@code XDG_RUNTIME_DIR}, {@code PATH}, {@code HTTPS_PROXY},
 *     {@code HTTP_PROXY}, {@code NO_PROXY}
 * @param login credentials for this use, before any that are stored
 * @param extraRoots further TLS roots, PEM
 * @param plainHttp true to reach hosts other than loopback without TLS; never a fallback
 * @param offline true when no connection may be made; only image layouts can be opened then
 * @param timeout limit of one request for metadata, retries included
 * @param clock for dates in answers of registries
 * @param trace hears a line for each request and answer, without credentials
 */
public record Connection(
        Map<String, String> environment,
        Optional<Login> login,
        Optional<Bytes> extraRoots,
        boolean plainHttp,
        boolean offline,
        Duration timeout,
        InstantSource clock,
        Consumer<String> trace) {
    /** A metadata request that takes longer than a minute is not going to end well. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    /** A user name and its password or token; never printed. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "login of " + user;
        }
    }

    /** Copies the variables. */
    public Connection {
        environment = Map.copyOf(environment);
    }

    /** Stored credentials and proxies from {@code environment}, TLS with the system's roots, 60 s. */
    public static Connection standard(Map<String, String> environment, InstantSource clock) {
        return new Connection(
                environment, Optional.empty(), Optional.empty(), false, false, DEFAULT_TIMEOUT, clock, line -> {});
    }
}
