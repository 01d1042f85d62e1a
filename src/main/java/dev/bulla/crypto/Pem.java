package dev.bulla.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One PEM block (RFC 7468, and the headers of RFC 1421 that old key files have).
 *
 * @param label what stands after {@code BEGIN}
 * @param headers the header lines, if any
 * @param content the decoded body; the caller wipes it when it is secret
 */
@SuppressWarnings("ArrayRecordComponent") // the content may be secret and must be an array that can be wiped
record Pem(String label, Map<String, String> headers, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** Old files have two header lines. */
    private static final int MAX_HEADERS = 8;

    /** True when the text seems to hold a PEM block. */
    static boolean looksLike(String text) {
        return text.contains(BEGIN);
    }

    /** The first block whose label is not {@code EC PARAMETERS}, which OpenSSL puts before EC keys. */
    static Pem first(String text) {
        int from = 0;
        while (true) {
            Optional<Block> block = block(text, from);
            if (block.isEmpty()) {
                throw new IllegalArgumentException("no PEM block");
            }
            if (!block.get().label().equals("EC PARAMETERS")) {
                return decode(block.get());
            }
            from = block.get().end();
        }
    }

    /** A block with this label around {@code content}, 64 characters a line. */
    static byte[] write(String label, byte[] content) {
        byte[] body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(content);
        byte[] head = (BEGIN + label + DASHES + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] tail = ("\n-----END " + label + DASHES + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + body.length + tail.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        System.arraycopy(tail, 0, whole, head.length + body.length, tail.length);
        Arrays.fill(body, (byte) 0);
        return whole;
    }

    private record Block(String label, String body, int end) {}

    private static Optional<Block> block(String text, int from) {
        int begin = text.indexOf(BEGIN, from);
        if (begin < 0) {
            return Optional.empty();
        }
        int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
        if (labelEnd < 0) {
            return Optional.empty();
        }
        String label = text.substring(begin + BEGIN.length(), labelEnd);
        String last = "-----END " + label + DASHES;
        int end = text.indexOf(last, labelEnd);
        if (end < 0) {
            throw new IllegalArgumentException("the PEM block does not end");
        }
        return Optional.of(new Block(label, text.substring(labelEnd + DASHES.length(), end), end + last.length()));
    }

    private static Pem decode(Block block) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder body = new StringBuilder();
        for (String line : block.body().lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && headers.size() < MAX_HEADERS) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            } else {
                body.append(line.strip());
            }
        }
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return new Pem(block.label(), headers, Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the body of the PEM block is not base64", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
