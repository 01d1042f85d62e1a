package dev.bulla;

import dev.bulla.oci.PinMode;
import dev.bulla.oci.Place;
import dev.bulla.outcome.UsageException;
import dev.bulla.registry.ConnectionsAhead;
import dev.bulla.registry.Greeting;
import dev.bulla.registry.Login;
import dev.bulla.registry.LoginFile;
import dev.bulla.registry.RegistryProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logins to registries, kept where other tools keep theirs, and questions about what a registry does. */
public final class Registries {
    /** A verification begins with two questions side by side: what the tag names, and the head of the TUF repository. */
    private static final int QUESTIONS = 2;

    private final Connection connection;

    /** Over {@code connection}. */
    public Registries(Connection connection) {
        this.connection = connection;
    }

    /**
     * One thing found out about a registry.
     *
     * @param name stable name, such as {@code referrers-api}
     * @param answer whether it does it; empty when that could not be found out
     * @param detail what was seen
     */
    public record Finding(String name, Optional<Boolean> answer, String detail) {}

    /**
     * What should keep published manifests from the registry's garbage collector.
     *
     * @param mode how to publish there
     * @param why one line
     */
    public record Advice(PinMode mode, String why) {
        /** From what {@link #probe} found out; what it could not find out is taken for the worse. */
        public static Advice of(List<Finding> findings) {
            return PinAdvice.of(findings);
        }
    }

    /**
     * Tries the login of the connection on a registry and stores it.
     *
     * @param host host with optional port
     * @return where it is stored now, for people
     * @throws dev.bulla.outcome.DeniedException when the registry refuses it; nothing is stored
     */
    public String login(String host) {
        Connection.Login login =
                connection.login().orElseThrow(() -> new UsageException("a login needs a user name and a password"));
        Greeting.say(host, RegistryPlaces.options(connection));
        return file().store(host, new Login(login.user(), login.password()));
    }

    /** Forgets the login for a registry; false when there was none. */
    public boolean logout(String host) {
        return file().erase(host);
    }

    /**
     * Finds out what a registry does, by doing it in the repository of {@code place}; what was written is deleted where
     * the registry deletes.
     */
    public List<Finding> probe(Place.RegistryPlace place) {
        List<Finding> findings = new ArrayList<>();
        RegistryProbe.of(place, RegistryPlaces.options(connection))
                .run()
                .forEach(finding -> findings.add(new Finding(
                        finding.name(),
                        switch (finding.answer()) {
                            case YES -> Optional.of(true);
                            case NO -> Optional.of(false);
                            case UNKNOWN -> Optional.empty();
                        },
                        finding.detail())));
        return findings;
    }

    /**
     * Begins to connect to the registry of {@code place}, which will be asked soon, and does not wait for it. Nothing is
     * asked yet; what goes wrong is told to whoever asks. Not done where the connection is offline.
     */
    public void expect(Place.RegistryPlace place) {
        if (!connection.offline()) {
            ConnectionsAhead.open(
                    place.host(), RegistryPlaces.options(connection).http(), QUESTIONS);
        }
    }

    /** The file that a login is stored in: the first of those that are asked for one. */
    private LoginFile file() {
        List<Path> files = RegistryPlaces.credentialFiles(connection);
        if (files.isEmpty()) {
            throw new UsageException("there is no place for logins", "set HOME, DOCKER_CONFIG or REGISTRY_AUTH_FILE");
        }
        return LoginFile.at(files.get(0));
    }
}
