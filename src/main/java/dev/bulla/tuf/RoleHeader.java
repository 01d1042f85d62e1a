package dev.bulla.tuf;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members that every role has.
 *
 * @param version 1 to 2^31-1
 * @param expires the moment from which on the role is expired
 * @param specVersion as written, major version 1
 * @param unrecognized members that the specification does not define for this role
 */
public record RoleHeader(long version, Instant expires, String specVersion, Json.Obj unrecognized) {
    /** The version of the specification that Bulla writes. */
    public static final String SPEC_VERSION = "1.0.34";

    private static final List<String> COMMON = List.of("_type", "version", "expires", "spec_version");

    /** Reads the common members of {@code signed}, whose {@code _type} must be {@code type}. */
    static RoleHeader read(Fields signed, String type, List<String> known) {
        String actual = signed.text("_type");
        if (!actual.equals(type)) {
            throw JsonException.malformed("_type is not " + type);
        }
        String specVersion = signed.text("spec_version");
        checkSpecVersion(specVersion);
        Map<String, Json> unrecognized = new LinkedHashMap<>(signed.object().members());
        unrecognized.keySet().removeAll(COMMON);
        unrecognized.keySet().removeAll(known);
        return new RoleHeader(
                signed.whole("version", 1, TufLimits.MAX_VERSION),
                UtcTime.parse(signed.text("expires")),
                specVersion,
                new Json.Obj(unrecognized));
    }

    /** {@code 1.x} or {@code 1.x.y}: another major version may mean something else (TAP 6). */
    private static void checkSpecVersion(String text) {
        int parts = 1;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                parts++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 9) {
                digits++;
            } else {
                throw unsupported();
            }
        }
        if (!text.startsWith("1.") || digits == 0 || parts > 3) {
            throw unsupported();
        }
    }

    private static JsonException unsupported() {
        return JsonException.malformed("spec_version is not 1.x or 1.x.y");
    }
}
