package dev.bulla.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it stands on the wire (RFC 9112).
 *
 * @param statusLine first line
 * @param status its number
 * @param fields header fields in order
 * @param body what follows, at most {@link #MAX_BODY} bytes: chunks are answered with a line or two of JSON at most
 */
record RawAnswer(String statusLine, int status, List<Map.Entry<String, String>> fields, InputStream body) {
    /** Generous for any honest server; what the JDK's own client allows is six times as much. */
    private static final int MAX_HEAD = 64 << 10;

    /** Interim answers (1xx) before the real one. */
    private static final int MAX_INTERIM = 8;

    /** Error bodies are read up to this. */
    private static final int MAX_BODY = 64 << 10;

    /** The answer after any interim ones. */
    static RawAnswer read(InputStream in) throws IOException {
        for (int i = 0; i < MAX_INTERIM; i++) {
            RawAnswer answer = head(in);
            if (answer.status < 100 || answer.status >= 200) {
                return answer.withBody(in);
            }
        }
        throw new IOException("too many interim answers");
    }

    /** Status line and header fields alone. */
    static RawAnswer head(InputStream in) throws IOException {
        int[] budget = {MAX_HEAD};
        String first = line(in, budget);
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line = line(in, budget); !line.isEmpty(); line = line(in, budget)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("malformed header field");
            }
            fields.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new RawAnswer(first, status(first), fields, InputStream.nullInputStream());
    }

    /** The first value of a header by its lower-case name, or null as the library wants it. */
    @Nullable
    String header(String name) {
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                return field.getValue();
            }
        }
        return null;
    }

    private RawAnswer withBody(InputStream in) throws IOException {
        return new RawAnswer(statusLine, status, fields, bodyOf(in));
    }

    private InputStream bodyOf(InputStream in) throws IOException {
        String length = header("content-length");
        String coding = header("transfer-encoding");
        if (status == 204 || status == 304 || "0".equals(length)) {
            return InputStream.nullInputStream();
        }
        if (coding != null) {
            return new java.io.ByteArrayInputStream(chunks(in));
        }
        int most = length != null && length.matches("[0-9]{1,9}") ? Integer.parseInt(length) : MAX_BODY;
        return new java.io.ByteArrayInputStream(in.readNBytes(Math.min(most, MAX_BODY)));
    }

    /** RFC 9112 section 7.1, without trailers: the connection is not used again. */
    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] budget = {MAX_HEAD};
        while (body.size() < MAX_BODY) {
            String size = line(in, budget).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw new IOException("malformed chunk");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                break;
            }
            body.write(in.readNBytes(Math.min(length, MAX_BODY)));
            line(in, budget);
        }
        return body.toByteArray();
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(words[1]);
    }

    private static String line(InputStream in, int[] budget) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("premature end of the answer");
            }
            if (--budget[0] < 0) {
                throw new IOException("the answer's head is too long");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
