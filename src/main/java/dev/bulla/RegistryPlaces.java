package dev.bulla;

import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.registry.CredentialSource;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.Login;
import dev.bulla.registry.Proxies;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.registry.RequestRecord;
import dev.bulla.registry.Roots;
import dev.bulla.registry.StoredCredentials;
import dev.bulla.registry.Timeouts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens registries; apart from {@link Places}, so that work on image layouts loads no HTTP. */
final class RegistryPlaces {
    private RegistryPlaces() {}

    static Store open(Place.RegistryPlace place, Connection connection) {
        return RegistryStore.open(place, options(connection));
    }

    static RegistryOptions options(Connection connection) {
        HttpSettings http = HttpSettings.standard(connection.clock())
                .withTimeouts(Timeouts.standard().within(connection.timeout()))
                .withPlainHttp(connection.plainHttp())
                .withRoots(connection.extraRoots().map(Roots::adding).orElseGet(Roots::ofSystem))
                .withProxies(Proxies.of(
                        variable(connection, "HTTPS_PROXY"),
                        variable(connection, "HTTP_PROXY"),
                        variable(connection, "NO_PROXY")))
                .withTrace(connection.trace())
                .withRequests(request -> connection.requests().accept(shown(request)));
        CredentialSource credentials = connection
                .login()
                .map(login -> CredentialSource.given(new Login(login.user(), login.password())))
                .orElseGet(() -> StoredCredentials.in(credentialFiles(connection)));
        return RegistryOptions.standard(http).withCredentials(credentials).withPins(connection.pins());
    }

    private static Connection.Request shown(RequestRecord request) {
        return new Connection.Request(
                request.method(),
                request.address(),
                request.status(),
                request.sent(),
                request.received(),
                request.startNanos(),
                request.endNanos(),
                request.round());
    }

    /** {@code REGISTRY_AUTH_FILE} alone if set, else docker's file and podman's. */
    static List<Path> credentialFiles(Connection connection) {
        String named = variable(connection, "REGISTRY_AUTH_FILE");
        if (!named.isEmpty()) {
            return List.of(Path.of(named));
        }
        List<Path> files = new ArrayList<>();
        String docker = variable(connection, "DOCKER_CONFIG");
        String home = variable(connection, "HOME");
        if (!docker.isEmpty()) {
            files.add(Path.of(docker, "config.json"));
        } else if (!home.isEmpty()) {
            files.add(Path.of(home, ".docker", "config.json"));
        }
        String runtime = variable(connection, "XDG_RUNTIME_DIR");
        if (!runtime.isEmpty()) {
            files.add(Path.of(runtime, "containers", "auth.json"));
        }
        return files;
    }

    private static String variable(Connection connection, String name) {
        return connection.environment().getOrDefault(name, "");
    }
}
