package dev.bulla.registry;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Place.RegistryPlace;
import java.net.URI;

/** One repository of one registry: its addresses, and requests with the rights they need. */
final class Repository {
    /** Docker Hub's API does not live at the name that people write. */
    private static final String HUB = "docker.io";

    private static final String HUB_API = "registry-1.docker.io";

    private final RegistryPlace place;
    private final RegistryOptions options;
    private final URI base;
    private final Authorized authorized;
    private final Wire wire;

    Repository(RegistryPlace place, RegistryOptions options, Wire wire) {
        this.wire = wire;
        this.place = place;
        this.options = options;
        this.base = base(place.host(), options.http());
        this.authorized = new Authorized(base, place.host(), new Retries(wire, options.http()), options);
    }

    /** TLS, except for loopback and where plain HTTP was asked for: decided before the first request, never by a failure. */
    static URI base(String host, HttpSettings settings) {
        boolean plain = settings.plainHttp() || Hosts.isLoopback(Hosts.withoutPort(host));
        return URI.create((plain ? "http://" : "https://") + (host.equals(HUB) ? HUB_API : host));
    }

    /** Another repository of the registry, its name that of this one and {@code suffix}. */
    Repository beside(String suffix) {
        return new Repository(new RegistryPlace(place.host(), place.repository() + suffix), options, wire);
    }

    RegistryPlace place() {
        return place;
    }

    RegistryOptions options() {
        return options;
    }

    HttpSettings http() {
        return options.http();
    }

    String name() {
        return place.repository();
    }

    URI base() {
        return base;
    }

    URI version() {
        return base.resolve("/v2/");
    }

    /** @param reference a tag or digest, both of which are safe in a path */
    URI manifest(String reference) {
        return under("/manifests/" + reference);
    }

    URI blob(Digest digest) {
        return under("/blobs/" + digest);
    }

    URI uploads() {
        return under("/blobs/uploads/");
    }

    URI referrers(Digest subject) {
        return under("/referrers/" + subject);
    }

    private URI under(String path) {
        return base.resolve("/v2/" + place.repository() + path);
    }

    Sender toPull() {
        return authorized.to(Scopes.pull(place.repository()));
    }

    Sender toPush() {
        return authorized.to(Scopes.push(place.repository()));
    }

    Sender toDelete() {
        return authorized.to(Scopes.delete(place.repository()));
    }

    Sender toMount(String from) {
        return authorized.to(Scopes.mount(from, place.repository()));
    }

    Sender toGreet() {
        return authorized.to(Scopes.none());
    }

    Operation metadata() {
        return Operation.onMetadata(options.http());
    }

    Operation content() {
        return Operation.onContent(options.http());
    }
}
