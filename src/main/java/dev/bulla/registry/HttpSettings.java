package dev.bulla.registry;

import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * How requests are made, whatever they ask for.
 *
 * @param timeouts how long the other side may take
 * @param retries how often a request that may be repeated is repeated after 429, 502, 503, 504 or a reset connection
 * @param plainHttp whether hosts other than loopback may be asked without TLS; never a fallback after TLS failed
 * @param roots whose certificates are believed
 * @param proxies which proxy is asked for which host
 * @param pacing ticks, waits and jitter
 * @param clock the time of day, for {@code Retry-After} dates and clock skew
 * @param trace hears a line for each request and each answer; queries, credentials and bodies are never in it
 * @param requests gets each request when it is over
 */
public record HttpSettings(
        Timeouts timeouts,
        int retries,
        boolean plainHttp,
        Roots roots,
        Proxies proxies,
        Pacing pacing,
        InstantSource clock,
        Consumer<String> trace,
        Consumer<RequestRecord> requests) {
    /** Four repeats with doubled waits outlast a restart behind a load balancer and stay below a minute. */
    private static final int RETRIES = 4;

    /** Standard time-outs and retries, TLS with the system's roots, no proxy, no trace. */
    public static HttpSettings standard(InstantSource clock) {
        return new HttpSettings(
                Timeouts.standard(),
                RETRIES,
                false,
                Roots.ofSystem(),
                Proxies.none(),
                Pacing.real(),
                clock,
                line -> {},
                request -> {});
    }

    /** The same with other time-outs. */
    public HttpSettings withTimeouts(Timeouts other) {
        return new HttpSettings(other, retries, plainHttp, roots, proxies, pacing, clock, trace, requests);
    }

    /** The same with another number of retries. */
    public HttpSettings withRetries(int other) {
        return new HttpSettings(timeouts, other, plainHttp, roots, proxies, pacing, clock, trace, requests);
    }

    /** The same with or without plain HTTP to hosts other than loopback. */
    public HttpSettings withPlainHttp(boolean other) {
        return new HttpSettings(timeouts, retries, other, roots, proxies, pacing, clock, trace, requests);
    }

    /** The same with other roots. */
    public HttpSettings withRoots(Roots other) {
        return new HttpSettings(timeouts, retries, plainHttp, other, proxies, pacing, clock, trace, requests);
    }

    /** The same with other proxies. */
    public HttpSettings withProxies(Proxies other) {
        return new HttpSettings(timeouts, retries, plainHttp, roots, other, pacing, clock, trace, requests);
    }

    /** The same with another pacing. */
    public HttpSettings withPacing(Pacing other) {
        return new HttpSettings(timeouts, retries, plainHttp, roots, proxies, other, clock, trace, requests);
    }

    /** The same with another listener. */
    public HttpSettings withTrace(Consumer<String> other) {
        return new HttpSettings(timeouts, retries, plainHttp, roots, proxies, pacing, clock, other, requests);
    }

    /** The same with another observer of requests. */
    public HttpSettings withRequests(Consumer<RequestRecord> other) {
        return new HttpSettings(timeouts, retries, plainHttp, roots, proxies, pacing, clock, trace, other);
    }
}
