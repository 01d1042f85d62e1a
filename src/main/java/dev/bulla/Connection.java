package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.PinMode;
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
 * @param requests gets each request when it is over; may be called by several threads
 * @param cache content by digest that verifications may use instead of fetching it again
 * @param pins what keeps published manifests from garbage collectors; empty to go on as an artifact was published
 */
public record Connection(
        Map<String, String> environment,
        Optional<Login> login,
        Optional<Bytes> extraRoots,
        boolean plainHttp,
        boolean offline,
        Duration timeout,
        InstantSource clock,
        Consumer<String> trace,
        Consumer<Request> requests,
        BlobCache cache,
        Optional<PinMode> pins) {
    /** A metadata request that takes longer than a minute is not going to end well. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    /** Objects moved at a time, as other clients of registries do; more helps little and annoys rate limits. */
    public static final int DEFAULT_JOBS = 6;

    /** A user name and its password or token; never printed. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "login of " + user;
        }
    }

    /**
     * One request as it went.
     *
     * @param method in upper case
     * @param address without query and user information
     * @param status of the answer; 0 when none came
     * @param sent bytes of its body
     * @param received bytes of the answer's body that were read
     * @param startNanos when it was sent, on a clock that only differences of can be used of
     * @param endNanos when the answer had been read or given up
     * @param round one more than the round of the latest answer that whoever sent it had seen
     */
    public record Request(
            String method,
            String address,
            int status,
            long sent,
            long received,
            long startNanos,
            long endNanos,
            int round) {}

    /** Without observer of requests and without cache; pins as an artifact was published. */
    public Connection(
            Map<String, String> environment,
            Optional<Login> login,
            Optional<Bytes> extraRoots,
            boolean plainHttp,
            boolean offline,
            Duration timeout,
            InstantSource clock,
            Consumer<String> trace) {
        this(
                environment,
                login,
                extraRoots,
                plainHttp,
                offline,
                timeout,
                clock,
                trace,
                request -> {},
                BlobCache.NONE,
                Optional.empty());
    }

    /** The same with an observer of requests. */
    public Connection observed(Consumer<Request> observer) {
        return new Connection(
                environment, login, extraRoots, plainHttp, offline, timeout, clock, trace, observer, cache, pins);
    }

    /**
     * The same with a cache. What a copy has to hold is not to be judged with one: it would not be asked for everything.
     */
    public Connection caching(BlobCache other) {
        return new Connection(
                environment, login, extraRoots, plainHttp, offline, timeout, clock, trace, requests, other, pins);
    }

    /** The same with another way to keep published manifests from garbage collectors; what is published is as before. */
    public Connection pinning(Optional<PinMode> other) {
        return new Connection(
                environment, login, extraRoots, plainHttp, offline, timeout, clock, trace, requests, cache, other);
    }

    /** Copies the variables. */
    public Connection {
        environment = Map.copyOf(environment);
    }

    /** The same without a network. */
    Connection withoutNetwork() {
        return new Connection(
                environment, login, extraRoots, plainHttp, true, timeout, clock, trace, requests, BlobCache.NONE, pins);
    }

    /** Stored credentials and proxies from {@code environment}, TLS with the system's roots, 60 s. */
    public static Connection standard(Map<String, String> environment, InstantSource clock) {
        return new Connection(
                environment, Optional.empty(), Optional.empty(), false, false, DEFAULT_TIMEOUT, clock, line -> {});
    }
}
