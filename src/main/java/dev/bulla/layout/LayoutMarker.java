package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;

/** The file {@code oci-layout}, which makes a directory or an archive an image layout (image-spec 1.1, "oci-layout file"). */
final class LayoutMarker {
    /** The name of the file. */
    static final String NAME = "oci-layout";

    /** The document has one member; foreign ones may add some. */
    static final int MAX_BYTES = 4096;

    /** The only version there is. */
    private static final String VERSION = "1.0.0";

    /** The file as it is written. */
    static final Bytes BYTES = Bytes.utf8("{\"imageLayoutVersion\":\"" + VERSION + "\"}");

    private LayoutMarker() {}

    /**
     * Makes sure that the layout is one that can be read.
     *
     * @param path where the marker came from, for messages
     * @throws RejectedException {@code MALFORMED}
     */
    static void check(Bytes raw, Object path) {
        try {
            JsonLimits limits = new JsonLimits(MAX_BYTES, JsonLimits.MAX_DEPTH, MAX_BYTES, JsonLimits.Numbers.ALL);
            String version = Fields.of(JsonReader.with(limits).read(raw), "").text("imageLayoutVersion");
            if (!version.equals(VERSION)) {
                throw JsonException.malformed("image layout is of another version than " + VERSION);
            }
        } catch (JsonException e) {
            throw new RejectedException(ReasonCode.MALFORMED, path + ": " + e.getMessage());
        }
    }
}
