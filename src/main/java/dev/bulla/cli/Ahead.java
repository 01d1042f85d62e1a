package dev.bulla.cli;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.Registries;
import dev.bulla.Trust;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Directories;
import dev.bulla.cli.frame.Environment;
import dev.bulla.cli.frame.Variable;
import dev.bulla.crypto.Ed25519Key;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.BullaException;
import java.util.List;
import java.util.Optional;

/**
 * What every verification will need and does not depend on what its files say, made ready by other threads while the first
 * reads the command line: connections to the registry that was named; the reader of JSON; the signatures of what is remembered
 * of the pinned root, or where no registry is asked the platform's signatures by the first test vector of RFC 8032 section
 * 7.1. Nothing is decided here, nothing is asked of the registry, and nothing waits for it; what goes wrong shows again where
 * it is needed.
 */
final class Ahead {
    private static final String KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String SIGNATURE =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                    + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    private Ahead() {}

    /**
     * Starts it; for a verification alone, since nothing else needs all of this.
     *
     * @param words what stands behind the command
     */
    static void start(Environment environment, List<String> words) {
        daemon("bulla-connect", () -> connect(environment, words));
        daemon("bulla-ahead", () -> prepare(environment, words));
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The registry that is asked. Flags may say how it is reached, or that it is not; they are left to their readers. */
    private static Optional<Place.RegistryPlace> place(List<String> words) {
        return words.size() == 1
                        && !words.get(0).startsWith("-")
                        && Reference.parse(words.get(0)).place() instanceof Place.RegistryPlace place
                ? Optional.of(place)
                : Optional.empty();
    }

    /**
     * The registry that connections are opened to before it is asked: none where words or variables may change how it is
     * reached, or that it is.
     *
     * @throws BullaException when the words are no reference
     */
    static Optional<Place.RegistryPlace> connectsTo(Environment environment, List<String> words) {
        return environment.has(Variable.SSL_CERT_FILE) ? Optional.empty() : place(words);
    }

    private static void connect(Environment environment, List<String> words) {
        try {
            connectsTo(environment, words).ifPresent(new Registries(connection(environment))::expect);
        } catch (BullaException e) {
            // a file, or no reference at all
        }
    }

    private static Connection connection(Environment environment) {
        return Connection.standard(Reach.variables(environment), new SystemClock());
    }

    private static void prepare(Environment environment, List<String> words) {
        try {
            JsonReader.with(JsonLimits.manifest()).read(Bytes.utf8("{}"));
            Optional<Place.RegistryPlace> place = place(words);
            if (place.isPresent()) {
                Trust.in(new Places(connection(environment)), new Directories(environment).trust())
                        .expect(place.get());
            } else {
                new Ed25519Key(Hex.decode(KEY).orElseThrow())
                        .verify(Bytes.empty(), Hex.decode(SIGNATURE).orElseThrow());
            }
        } catch (SignatureMismatch | RuntimeException e) {
            // whoever needs it will meet the same and say so
        }
    }
}
