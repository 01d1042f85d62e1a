package dev.bulla.cli;

import dev.bulla.Connection;
import dev.bulla.Registries;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.cli.command.Reach;
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

/**
 * What every verification will need and does not depend on what its files say, made ready by other threads while the first
 * reads the command line: connections to the registry that was named, and then, while that answers, the platform's
 * signatures, by the first test vector of RFC 8032 section 7.1. Nothing is decided here, nothing is asked of the registry,
 * and nothing waits for it; what goes wrong shows again where it is needed.
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
        daemon("bulla-ahead", Ahead::prepare);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Flags and variables that say how a registry is reached are left to those who read them. */
    private static void connect(Environment environment, List<String> words) {
        if (words.size() != 1 || words.get(0).startsWith("-") || environment.has(Variable.SSL_CERT_FILE)) {
            return;
        }
        try {
            if (Reference.parse(words.get(0)).place() instanceof Place.RegistryPlace place) {
                new Registries(Connection.standard(Reach.variables(environment), new SystemClock())).expect(place);
            }
        } catch (BullaException e) {
            // a file, or no reference at all
        }
    }

    private static void prepare() {
        try {
            JsonReader.with(JsonLimits.manifest()).read(Bytes.utf8("{}"));
            new Ed25519Key(Hex.decode(KEY).orElseThrow())
                    .verify(Bytes.empty(), Hex.decode(SIGNATURE).orElseThrow());
        } catch (SignatureMismatch | RuntimeException e) {
            // whoever needs it will meet the same and say so
        }
    }
}
