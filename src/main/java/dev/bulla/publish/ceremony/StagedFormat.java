package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a staged file: JSON whose role files are base64, so that signed bytes stay what they are. Its
 * {@code summary} is for people who open the file in an editor; nobody believes it and reading skips it.
 */
public final class StagedFormat {
    /** Nesting: document, list, entry. */
    private static final int DEPTH = 4;

    /** Enough to see what it is about; the program shows all of it. */
    private static final int MAX_SUMMARY = 200;

    private static final JsonLimits LIMITS =
            new JsonLimits(StagedFile.MAX_BYTES, DEPTH, StagedFile.MAX_BYTES, JsonLimits.Numbers.SAFE_INTEGERS);

    private StagedFormat() {}

    /**
     * The file's bytes.
     *
     * @param summary lines about what changes, for editors
     */
    public static Bytes write(StagedFile file, List<String> summary) {
        List<Json> lines = new ArrayList<>();
        summary.stream().limit(MAX_SUMMARY).forEach(line -> lines.add(Json.text(printable(line))));
        return PlainWriter.write(Json.Obj.empty()
                .with("current", list(file.current()))
                .with("namespace", Json.text(file.namespace()))
                .with("staged", list(file.staged()))
                .with("summary", new Json.Arr(lines))
                .with("type", Json.text(StagedFile.MEDIA_TYPE)));
    }

    private static Json.Arr list(List<NamedFile> files) {
        List<Json> items = new ArrayList<>();
        for (NamedFile file : files) {
            String base64 = Base64.getEncoder().encodeToString(file.bytes().toByteArray());
            items.add(Json.Obj.empty()
                    .with("file", Json.text(base64))
                    .with("role", Json.text(file.role().value())));
        }
        return new Json.Arr(items);
    }

    /** Role names and paths may hold what steers a terminal. */
    private static String printable(String line) {
        StringBuilder safe = new StringBuilder();
        line.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return safe.toString();
    }

    /** Reads a staged file: {@code MALFORMED} or {@code LIMIT_EXCEEDED} when it is none. */
    public static Step<StagedFile> read(Bytes document) {
        try {
            Fields fields = Fields.of(JsonReader.with(LIMITS).read(document), "")
                    .only("current", "namespace", "staged", "summary", "type");
            if (!fields.text("type").equals(StagedFile.MEDIA_TYPE)) {
                throw JsonException.malformed("type is not " + StagedFile.MEDIA_TYPE);
            }
            fields.texts("summary"); // of this shape, and otherwise not looked at
            return Step.done(
                    new StagedFile(fields.text("namespace"), files(fields, "current"), files(fields, "staged")));
        } catch (JsonException e) {
            return refused(e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED, e.getMessage());
        } catch (IllegalArgumentException e) {
            return refused(ReasonCode.MALFORMED, e.getMessage());
        }
    }

    private static List<NamedFile> files(Fields fields, String list) {
        return fields.each(list, (entry, index) -> {
            entry.only("file", "role");
            return new NamedFile(new RoleName(entry.text("role")), bytes(entry));
        });
    }

    /** Standard alphabet with padding and nothing else: one file has one spelling. */
    private static Bytes bytes(Fields entry) {
        String text = entry.text("file");
        try {
            byte[] content = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            if (Base64.getEncoder().encodeToString(content).equals(text)) {
                return Bytes.adopt(content);
            }
        } catch (IllegalArgumentException e) {
            // said below, with the place
        }
        throw JsonException.malformed(entry.place("file") + " is not base64 with padding");
    }

    private static <T> Step<T> refused(ReasonCode code, @Nullable String why) {
        return Step.refused(Reason.of(code, "not a staged file: " + why)
                .hint("`bulla role stage` writes staged files, `bulla role merge` joins them"));
    }
}
