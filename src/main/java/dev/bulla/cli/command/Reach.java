package dev.bulla.cli.command;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Environment;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Variable;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.Place;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import dev.bulla.trust.BlobDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a call reaches places: the shared flags for registries and the variables that speak of networks. */
public final class Reach {
    private static final List<Variable> NETWORK = List.of(
            Variable.DOCKER_CONFIG,
            Variable.REGISTRY_AUTH_FILE,
            Variable.XDG_RUNTIME_DIR,
            Variable.PATH,
            Variable.HTTPS_PROXY,
            Variable.HTTP_PROXY,
            Variable.NO_PROXY);

    /** A bundle of the system's roots has about 250 KiB. */
    private static final int MAX_ROOTS = 4 << 20;

    private static final int MAX_PASSWORD = 64 << 10;

    private static final Duration LONGEST = Duration.ofDays(1);

    private Reach() {}

    /** The places of this call. */
    public static Places places(Invocation call) {
        return new Places(connection(call));
    }

    /** The same for judging what nothing is copied to: content that was found good before is not fetched again. */
    static Places remembering(Invocation call) {
        return new Places(connection(call)
                .caching(new BlobDirectory(call.directories().cache().resolve("blobs"), BlobDirectory.STANDARD_BYTES)));
    }

    /** How this call reaches registries. */
    static Connection connection(Invocation call) {
        return connection(call, login(call));
    }

    /** The same with a login, which is asked for at the terminal when the call does not give one. */
    static Connection connectionWithLogin(Invocation call, String host) {
        Optional<Connection.Login> given = login(call);
        return connection(
                call, given.isPresent() ? given : Optional.of(call.prompts().login(host, Connection.Login::new)));
    }

    /**
     * A registry's host as the user wrote it.
     *
     * @throws UsageException when it is none
     */
    static String host(Invocation call, String written) {
        if (written.indexOf('/') >= 0 || written.startsWith("oci:")) {
            throw call.wrongUse("takes a host or host:port, not '" + written + "'");
        }
        if (call.reference(written + "/any").place() instanceof Place.RegistryPlace place
                && place.repository().equals("any")) {
            return place.host();
        }
        throw call.wrongUse("takes a host with a dot, a port or the name localhost, not '" + written + "'");
    }

    private static Connection connection(Invocation call, Optional<Connection.Login> login) {
        Duration timeout = call.duration("--timeout").orElse(Connection.DEFAULT_TIMEOUT);
        if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw call.wrongUse("takes --timeout up to 1d and above zero");
        }
        Connection connection = new Connection(
                        variables(call.environment()),
                        login,
                        roots(call),
                        call.has("--plain-http"),
                        call.has("--offline"),
                        timeout,
                        call.clock(),
                        call.output()::exchange)
                .pinning(pins(call));
        return RequestTrace.observed(call, connection);
    }

    /** The flag, else the variable; read even where nothing is published, so that a mistake shows early. */
    private static Optional<PinMode> pins(Invocation call) {
        Optional<String> given = call.option("--pin");
        String variable = call.environment().variable(Variable.BULLA_PIN);
        if (given.isEmpty() && variable == null) {
            return Optional.empty();
        }
        String word = given.orElse(String.valueOf(variable));
        String where = given.isPresent() ? "--pin" : Variable.BULLA_PIN.name();
        return Optional.of(PinMode.named(word)
                .orElseThrow(() -> call.wrongUse("reads " + where + " as carrier or tags, not '" + word + "'")));
    }

    /** The variables with a meaning for networks, by name. */
    public static Map<String, String> variables(Environment environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(Variable.HOME.name(), environment.home().toString());
        for (Variable name : NETWORK) {
            String value = environment.variable(name);
            if (value != null) {
                variables.put(name.name(), value);
            }
        }
        return variables;
    }

    private static Optional<Connection.Login> login(Invocation call) {
        Optional<String> user = call.option("--username");
        if (user.isPresent() != call.has("--password-stdin")) {
            throw call.wrongUse("takes --username and --password-stdin together or not at all");
        }
        return user.map(name -> new Connection.Login(name, passwordFromInput(call)));
    }

    /** The whole of standard input without its last line end. */
    static String passwordFromInput(Invocation call) {
        try {
            byte[] input = call.console().in().readNBytes(MAX_PASSWORD + 1);
            String text = new String(input, StandardCharsets.UTF_8);
            String password = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            password = password.endsWith("\r") ? password.substring(0, password.length() - 1) : password;
            if (password.isEmpty() || input.length > MAX_PASSWORD) {
                throw call.wrongUse("found no password of 1 to " + MAX_PASSWORD + " bytes on standard input");
            }
            return password;
        } catch (IOException e) {
            throw new StorageException("standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Bytes> roots(Invocation call) {
        Optional<String> named = call.option("--ca");
        String variable = call.environment().variable(Variable.SSL_CERT_FILE);
        if (named.isEmpty() && variable == null) {
            return Optional.empty();
        }
        return Optional.of(LocalFiles.read(call.path(named.orElse(String.valueOf(variable))), MAX_ROOTS));
    }
}
