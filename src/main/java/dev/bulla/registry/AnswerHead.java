package dev.bulla.registry;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status line and header fields of an answer (RFC 9112 sections 4 and 5), read strictly: what two readers could take for
 * different things is refused.
 *
 * @param status of the answer, 200 to 599
 * @param headers its fields
 * @param lasting true when the server speaks HTTP/1.1 and does not announce that it closes the connection
 */
record AnswerHead(int status, Headers headers, boolean lasting) {
    /** Everything before the body: many times what registries and the storage behind them send. */
    private static final int MAX_BYTES = 64 << 10;

    /** Answers before the answer (RFC 9110 section 15.2); nobody asked for any. */
    private static final int MAX_INTERIM = 8;

    private static final int MAX_DIGITS = 18;

    /**
     * Reads it.
     *
     * @throws IOException when it ends too soon, is longer than 64 KiB or is none of HTTP/1.1
     */
    static AnswerHead read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        for (int i = 0; i <= MAX_INTERIM; i++) {
            String first = lines.line();
            int status = status(first);
            Headers headers = fields(lines);
            if (status >= 200) {
                boolean modern = first.startsWith("HTTP/1.1");
                if (!modern && headers.has("Transfer-Encoding")) {
                    throw endless(); // HTTP/1.0 has no chunks (RFC 9112 section 6.1)
                }
                boolean lasting = modern && !closes(headers);
                return new AnswerHead(status, headers, lasting);
            }
            if (status == 101) {
                break;
            }
        }
        throw new IOException("the server talks of other protocols instead of answering");
    }

    private static int status(String line) throws IOException {
        boolean begins = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
        int status = 0;
        for (int i = 9; begins && i < 12; i++) {
            int digit = i < line.length() ? Character.digit(line.charAt(i), 10) : -1;
            begins = digit >= 0;
            status = status * 10 + digit;
        }
        if (!begins || status < 100 || status > 599 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw new IOException("the answer does not begin as one of HTTP does");
        }
        return status;
    }

    private static Headers fields(Lines lines) throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String line = lines.line(); !line.isEmpty(); line = lines.line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || !isName(line, colon)) {
                throw new IOException("the answer has a header field without a name");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.computeIfAbsent(name, key -> new ArrayList<>()).add(trimmed(line.substring(colon + 1)));
        }
        return new Headers(fields);
    }

    /** A line that goes on from the one before begins with a space, which no name contains. */
    private static boolean isName(String line, int end) {
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Without the blanks at both ends, which are spaces and tabs and nothing else (RFC 9110 section 5.6.3). */
    static String trimmed(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** True for what has no place in a line, a CR that ends nothing above all (RFC 9112 section 2.2). */
    static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7F;
    }

    private static boolean closes(Headers headers) {
        for (String value : headers.all("Connection")) {
            if (value.toLowerCase(Locale.ROOT).contains("close")) {
                return true;
            }
        }
        return false;
    }

    /**
     * True when the body comes in chunks (RFC 9112 section 7.1).
     *
     * @throws IOException for any other transfer coding, and for a length beside it
     */
    boolean isChunked() throws IOException {
        List<String> codings = headers.all("Transfer-Encoding");
        if (codings.isEmpty()) {
            return false;
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked") || headers.has("Content-Length")) {
            throw endless();
        }
        return true;
    }

    /**
     * How many bytes the body has, if the server says so.
     *
     * @throws IOException when it says different things, or what is no number
     */
    OptionalLong length() throws IOException {
        List<String> lengths = headers.all("Content-Length");
        if (lengths.isEmpty()) {
            return OptionalLong.empty();
        }
        String length = lengths.get(0);
        boolean good = !length.isEmpty() && length.length() <= MAX_DIGITS;
        for (int i = 0; good && i < length.length(); i++) {
            good = length.charAt(i) >= '0' && length.charAt(i) <= '9';
        }
        for (String other : lengths) {
            good = good && other.equals(length);
        }
        if (!good) {
            throw new IOException("the answer has a body whose length cannot be told for certain");
        }
        return OptionalLong.of(Long.parseLong(length));
    }

    private static IOException endless() {
        return new IOException("the answer has a body whose end cannot be told for certain");
    }

    private boolean isEmpty(boolean toHead) {
        return toHead || status == 204 || status == 304;
    }

    /**
     * The body behind this head, which {@code in} has just been read to the end of; absent in answers to {@code HEAD}. The
     * caller counts a body of a known length; one without end ends with the connection (RFC 9112 section 6.3).
     *
     * @param toHead true when the question was {@code HEAD}
     * @throws IOException when it cannot be told where the body ends, be there one or not
     */
    Optional<InputStream> content(InputStream in, boolean toHead) throws IOException {
        boolean chunked = isChunked();
        length();
        if (isEmpty(toHead)) {
            return toHead ? Optional.empty() : Optional.of(InputStream.nullInputStream());
        }
        return Optional.of(chunked ? new ChunkedStream(in) : new Shared(in));
    }

    /**
     * True when the next answer can come over the same connection. A body that must not be there but is announced may come
     * all the same.
     *
     * @throws IOException as from {@link #content}
     */
    boolean leavesConnection(boolean toHead) throws IOException {
        if (toHead) {
            return lasting;
        }
        if (isEmpty(false)) {
            return lasting && !isChunked() && length().orElse(0) == 0;
        }
        return lasting && (isChunked() || length().isPresent());
    }

    /** A body on a connection that outlives it. */
    private static final class Shared extends FilterInputStream {
        Shared(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // whether the connection is kept is decided when it is released
        }
    }

    /** Lines up to a limit that holds for all of them together. */
    private static final class Lines {
        private final InputStream in;
        private int left = MAX_BYTES;
        private boolean begun;

        Lines(InputStream in) {
            this.in = in;
        }

        /** Without its end, which is CR LF or LF alone (RFC 9112 section 2.2). */
        String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(80);
            int last = 0;
            for (int next = next(); next != '\n'; next = next()) {
                if (last == '\r' || (next != '\r' && isControl(next))) {
                    throw new IOException("the answer's head has a character that no line has");
                }
                line.write(next);
                last = next;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return last == '\r' ? text.substring(0, text.length() - 1) : text;
        }

        private int next() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new IOException(begun ? "premature end of the answer's head" : "unexpected end of file");
            }
            begun = true;
            if (left-- == 0) {
                throw new IOException("the answer's head has more than " + MAX_BYTES + " bytes");
            }
            return next;
        }
    }
}
