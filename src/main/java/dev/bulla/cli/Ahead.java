package dev.bulla.cli;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.crypto.Ed25519Key;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import java.io.IOException;
import java.net.URI;

/**
 * What every verification will need and does not depend on its question, made ready by a second thread while the first reads
 * the command line and waits for the registry: the JSON reader (whose constants take the platform 9 ms to compute), the
 * platform's HTTP client, and its signatures, by the first test vector of RFC 8032 section 7.1. Nothing is decided here and
 * nothing waits for it; what goes wrong shows again where it is needed.
 */
final class Ahead {
    private static final String KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String SIGNATURE =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                    + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    private Ahead() {}

    /** Starts it; for a verification alone, since nothing else needs all of this. */
    static void start() {
        Thread thread = new Thread("bulla-ahead") {
            @Override
            public void run() {
                prepare();
            }
        };
        thread.setDaemon(true);
        thread.start();
    }

    private static void prepare() {
        try {
            JsonReader.with(JsonLimits.manifest()).read(Bytes.utf8("{}"));
            URI.create("http://localhost/").toURL().openConnection();
            new Ed25519Key(Hex.decode(KEY).orElseThrow())
                    .verify(Bytes.empty(), Hex.decode(SIGNATURE).orElseThrow());
        } catch (IOException | SignatureMismatch | RuntimeException e) {
            // whoever needs it will meet the same and say so
        }
    }
}
