package dev.bulla.adversary;

import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.loopback.HostileProxy;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;

/** A registry with a place in front of it where somebody can stand. */
interface Stand extends AutoCloseable {
    /** {@code 127.0.0.1:PORT}, as clients know it. */
    String host();

    /** Puts somebody there. */
    void between(Middleman somebody);

    /** What its referrers endpoint answers. */
    Api api();

    /** Lets its referrers endpoint answer otherwise, where it can. */
    void api(Api answer);

    @Override
    void close();

    /** The registry in memory. */
    static Stand in(LoopbackRegistry registry) {
        return new Stand() {
            @Override
            public String host() {
                return registry.host();
            }

            @Override
            public void between(Middleman somebody) {
                registry.between(somebody);
            }

            @Override
            public Api api() {
                return registry.referrers().answering();
            }

            @Override
            public void api(Api answer) {
                registry.referrers().api(answer);
            }

            @Override
            public void close() {
                registry.close();
            }
        };
    }

    /** A real registry, which has no referrers API, behind a proxy. */
    static Stand before(RealRegistry registry) {
        HostileProxy proxy = HostileProxy.before(registry.base());
        return new Stand() {
            @Override
            public String host() {
                return proxy.host();
            }

            @Override
            public void between(Middleman somebody) {
                proxy.between(somebody);
            }

            @Override
            public Api api() {
                return Api.NOT_FOUND;
            }

            @Override
            public void api(Api answer) {
                if (answer != Api.NOT_FOUND) {
                    throw new IllegalArgumentException("the real registry has no referrers API");
                }
            }

            @Override
            public void close() {
                proxy.close();
            }
        };
    }
}
