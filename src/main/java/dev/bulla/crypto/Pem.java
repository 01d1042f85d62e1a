package dev.bulla.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One PEM block (RFC 7468). The JDK has no reader of its own; this one is enough for blocks without headers, so that own
 * key files need no other library.
 *
 * @param label what stands after {@code BEGIN}
 * @param body what stands between the two lines
 */
record Pem(String label, String body) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** True when the text seems to hold a PEM block. */
    static boolean looksLike(String text) {
        return text.contains(BEGIN);
    }

    /** The first block whose label is not {@code EC PARAMETERS}, which OpenSSL puts before EC keys. */
    static Pem first(String text) {
        int from = 0;
        while (true) {
            int begin = text.indexOf(BEGIN, from);
            int labelEnd = begin < 0 ? -1 : text.indexOf(DASHES, begin + BEGIN.length());
            if (labelEnd < 0) {
                throw new IllegalArgumentException("no PEM block");
            }
            String label = text.substring(begin + BEGIN.length(), labelEnd);
            int end = text.indexOf("-----END " + label + DASHES, labelEnd + DASHES.length());
            if (end < 0) {
                throw new IllegalArgumentException("the PEM block does not end");
            }
            if (!label.equals("EC PARAMETERS")) {
                return new Pem(label, text.substring(labelEnd + DASHES.length(), end));
            }
            from = end;
        }
    }

    /** The decoded body; the caller wipes it when it is secret. */
    byte[] content() {
        byte[] text = body.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the body of the PEM block is not base64", e);
        } finally {
            Arrays.fill(text, (byte) 0);
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
}
