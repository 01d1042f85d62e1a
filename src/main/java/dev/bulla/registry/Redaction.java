package dev.bulla.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Foreign text without the credentials of the request that it answers, made harmless as {@link Shown} does it. A registry,
 * or a proxy before it, may repeat what it was sent, and messages and traces end in logs that others read (threats T20).
 */
final class Redaction {
    private static final String BASIC = "Basic ";

    private Redaction() {}

    /** What {@code foreign} says in answer to {@code call}. */
    static String shown(Call call, String foreign) {
        String text = foreign;
        for (String secret : secrets(call)) {
            text = text.replace(secret, "[redacted]");
        }
        return Shown.text(text);
    }

    /** The longest first, since the shorter ones are parts of them. */
    private static List<String> secrets(Call call) {
        String header = Optional.ofNullable(call.headers().get("Authorization")).orElse("");
        String credentials = header.substring(header.indexOf(' ') + 1);
        List<String> secrets = new ArrayList<>(List.of(credentials));
        if (header.startsWith(BASIC)) {
            String login = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            secrets.add(login);
            secrets.add(login.substring(login.indexOf(':') + 1));
        }
        secrets.removeIf(String::isEmpty);
        return secrets;
    }
}
