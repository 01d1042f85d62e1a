package dev.bulla.testkit;

import dev.bulla.testkit.loopback.Access;
import dev.bulla.testkit.loopback.Behaviour;
import dev.bulla.testkit.loopback.Faults;
import dev.bulla.testkit.loopback.Gatekeeper;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.Origins;
import dev.bulla.testkit.loopback.ReferrersBehaviour;
import dev.bulla.testkit.loopback.RequestLog;
import dev.bulla.testkit.loopback.Shelves;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A distribution-spec 1.1 registry in memory on a free loopback port. At the start it is correct and complete: referrers
 * API with filter, mounts, deletes, sha512, chunked uploads, nothing asked of anybody. Each part can be told to behave as
 * some registry does, and requests can be made to fail one by one:
 *
 * <pre>{@code
 * try (LoopbackRegistry registry = LoopbackRegistry.start()) {
 *     registry.referrers().api(Api.METHOD_NOT_ALLOWED).subjectHeader(true);
 *     registry.access().token().user("tester", "secret");
 *     registry.faults().on(Kind.BLOB_GET).times(2).tooManyRequests("1");
 *     …
 *     assertThat(registry.log().count(Kind.BLOB_GET)).isEqualTo(3);
 * }
 * }</pre>
 *
 * A second origin on another port serves redirected downloads and records what it was sent.
 */
public final class LoopbackRegistry implements AutoCloseable {

    private final Origins origins;

    private LoopbackRegistry(Optional<SSLContext> tls) {
        this.origins = new Origins(tls);
    }

    /** Starts a registry that speaks plain HTTP. */
    public static LoopbackRegistry start() {
        return new LoopbackRegistry(Optional.empty());
    }

    /** Starts a registry that speaks HTTPS with the context's certificate. */
    public static LoopbackRegistry startWithTls(SSLContext tls) {
        return new LoopbackRegistry(Optional.of(tls));
    }

    /** {@code 127.0.0.1:PORT}, as it stands before the repository in a reference. */
    public String host() {
        return base().getAuthority();
    }

    /** {@code http://127.0.0.1:PORT}, or {@code https:} with TLS. */
    public URI base() {
        return URI.create(origins.base());
    }

    /** {@code http://127.0.0.1:PORT} of the second origin. */
    public URI storageBase() {
        return URI.create(origins.storageBase());
    }

    /** How it behaves, apart from referrers and access. */
    public Behaviour behaviour() {
        return origins.parts().behaviour();
    }

    /** How it deals with referrers. */
    public ReferrersBehaviour referrers() {
        return origins.parts().referrers();
    }

    /** Who may do what. */
    public Access access() {
        return origins.parts().access();
    }

    /** The tokens it gives. */
    public Gatekeeper tokens() {
        return origins.parts().tokens();
    }

    /** What goes wrong. */
    public Faults faults() {
        return origins.parts().faults();
    }

    /** Puts somebody between its clients and it; {@link Middleman#HONEST} takes him away. */
    public void between(Middleman somebody) {
        origins.between(somebody);
    }

    /** What it was asked. */
    public RequestLog log() {
        return origins.log();
    }

    /** What the second origin was asked. */
    public RequestLog storageLog() {
        return origins.storageLog();
    }

    /** What it holds, past the protocol. */
    public Shelves content() {
        return origins.parts().content();
    }

    /** How many uploads were opened and neither ended nor cancelled. */
    public int openUploads() {
        return origins.openUploads();
    }

    /** Closes both origins; requests that are held are let go. */
    @Override
    public void close() {
        origins.close();
    }
}
