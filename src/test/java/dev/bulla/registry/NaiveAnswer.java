package dev.bulla.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said, read a second time by the grammar of RFC 9112 alone: the whole of it is there, and no attention is
 * paid to time or space. Each byte is one character.
 *
 * @param status of the answer
 * @param body what is in it; absent when the answer breaks off or goes wrong within
 * @param used how many characters it has, head included; of a body without an end all
 * @param lasting true when another answer can come behind it
 */
record NaiveAnswer(int status, Optional<String> body, int used, boolean lasting) {
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9][0-9])(?: " + TEXT + "*)?");
    private static final Pattern FIELD = Pattern.compile("([\\x21-\\x39\\x3b-\\x7e]+):(" + TEXT + "*)");
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})[ \\t]*(;" + TEXT + "*)?");

    /** Head bytes, interim answers included. */
    private static final int MAX_HEAD = 65_536;

    private static final int MAX_INTERIM = 8;
    private static final int MAX_EXTRA = 8_192;

    /** The lines of one head, its status apart, and where it ends. */
    private record Lines(int minor, int status, List<String[]> fields, int end) {
        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field[0].equals(name))
                    .map(field -> field[1])
                    .toList();
        }
    }

    /** The answer that {@code said} begins with; empty when it begins with none. */
    static Optional<NaiveAnswer> read(String said, boolean toHead) {
        int at = 0;
        for (int count = 0; count <= MAX_INTERIM; count++) {
            Optional<Lines> lines = lines(said, at);
            if (lines.isEmpty() || lines.get().end() > MAX_HEAD) {
                return Optional.empty();
            }
            at = lines.get().end();
            if (lines.get().status() >= 200) {
                return framed(said, lines.get(), toHead);
            }
            if (lines.get().status() == 101) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Lines> lines(String said, int begin) {
        List<String> all = new ArrayList<>();
        int at = begin;
        while (true) {
            int end = said.indexOf('\n', at);
            if (end < 0) {
                return Optional.empty();
            }
            String line = said.substring(at, end);
            line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            at = end + 1;
            if (line.isEmpty() && !all.isEmpty()) {
                break;
            }
            all.add(line);
        }
        Matcher status = STATUS.matcher(all.get(0));
        if (!status.matches()) {
            return Optional.empty();
        }
        List<String[]> fields = new ArrayList<>();
        for (String line : all.subList(1, all.size())) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                return Optional.empty();
            }
            String value = field.group(2).replaceAll("^[ \\t]+", "").replaceAll("[ \\t]+\\z", "");
            fields.add(new String[] {field.group(1).toLowerCase(Locale.ROOT), value});
        }
        return Optional.of(new Lines(Integer.parseInt(status.group(1)), Integer.parseInt(status.group(2)), fields, at));
    }

    private static Optional<NaiveAnswer> framed(String said, Lines head, boolean toHead) {
        List<String> codings = head.all("transfer-encoding");
        List<String> lengths = head.all("content-length").stream().distinct().toList();
        boolean sure = codings.isEmpty()
                ? lengths.isEmpty() || (lengths.size() == 1 && lengths.get(0).matches("[0-9]{1,18}"))
                : codings.size() == 1
                        && codings.get(0).equalsIgnoreCase("chunked")
                        && lengths.isEmpty()
                        && head.minor() == 1;
        if (!sure) {
            return Optional.empty();
        }
        boolean closes = head.minor() == 0
                || head.all("connection").stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
        String rest = said.substring(head.end());
        if (toHead) {
            return Optional.of(new NaiveAnswer(head.status(), Optional.of(""), head.end(), !closes));
        }
        if (head.status() == 204 || head.status() == 304) {
            boolean none = codings.isEmpty() && (lengths.isEmpty() || Long.parseLong(lengths.get(0)) == 0);
            Optional<String> body = none || !codings.isEmpty() ? Optional.of("") : Optional.empty();
            return Optional.of(new NaiveAnswer(head.status(), body, head.end(), !closes && none));
        }
        if (!codings.isEmpty()) {
            return Optional.of(chunked(rest, head, !closes));
        }
        long length = lengths.isEmpty() ? rest.length() : Long.parseLong(lengths.get(0));
        if (length > rest.length()) {
            return Optional.of(new NaiveAnswer(head.status(), Optional.empty(), said.length(), false));
        }
        String body = rest.substring(0, (int) length);
        boolean lasting = !closes && !lengths.isEmpty();
        return Optional.of(new NaiveAnswer(head.status(), Optional.of(body), head.end() + body.length(), lasting));
    }

    private static NaiveAnswer chunked(String rest, Lines head, boolean lasting) {
        NaiveAnswer broken = new NaiveAnswer(head.status(), Optional.empty(), head.end(), false);
        StringBuilder body = new StringBuilder();
        int at = 0;
        int extra = 0;
        while (true) {
            int end = rest.indexOf("\r\n", at);
            Matcher size = SIZE.matcher(end < 0 ? "" : rest.substring(at, end));
            if (!size.matches() || end - at > MAX_EXTRA) {
                return broken;
            }
            extra += size.group(2) == null ? 0 : size.group(2).length();
            long length = Long.parseLong(size.group(1), 16);
            at = end + 2;
            if (extra > MAX_EXTRA) {
                return broken;
            }
            if (length == 0) {
                break;
            }
            if (at + length + 2 > rest.length() || !rest.startsWith("\r\n", (int) (at + length))) {
                return broken;
            }
            body.append(rest, at, (int) (at + length));
            at += (int) length + 2;
        }
        int end = rest.indexOf("\r\n", at);
        for (; end > at && extra <= MAX_EXTRA; end = rest.indexOf("\r\n", at)) {
            if (!rest.substring(at, end).matches(TEXT + "+")) {
                return broken;
            }
            extra += end - at;
            at = end + 2;
        }
        if (end < 0 || extra > MAX_EXTRA) {
            return broken;
        }
        return new NaiveAnswer(head.status(), Optional.of(body.toString()), head.end() + end + 2, lasting);
    }
}
