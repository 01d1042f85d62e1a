package dev.bulla.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user name and password for one registry. The password never appears in a message or a trace.
 *
 * @param username as the registry knows it
 * @param password or access token
 */
public record Login(String username, String password) {
    /** The value of an {@code Authorization} header (RFC 7617). */
    String basic() {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** The user name only. */
    @Override
    public String toString() {
        return "Login[" + Shown.text(username) + "]";
    }
}
