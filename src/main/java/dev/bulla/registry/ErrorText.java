package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a registry says about a failure (distribution-spec 1.1, "Error Codes"): foreign text, bounded and made harmless.
 *
 * @param codes machine words, such as {@code MANIFEST_INVALID}
 * @param line what to show, empty when the registry said nothing readable
 */
record ErrorText(List<String> codes, String line) {
    private static final int MAX_BODY = 16 << 10;

    /** Registries send one or two. */
    private static final int MAX_CODES = 4;

    /** Reads the error document of an answer; what is no such document yields no codes. */
    static ErrorText of(Answer answer) {
        if (answer.isWebPage()) {
            return new ErrorText(List.of(), "a web page instead of an answer");
        }
        try {
            Bytes body = answer.upTo(MAX_BODY);
            Json.Obj document = JsonReader.with(JsonLimits.manifest()).readObject(body);
            return read(answer.call(), Fields.of(document, ""));
        } catch (IOException | JsonException e) {
            return new ErrorText(List.of(), "");
        }
    }

    private static ErrorText read(Call call, Fields document) {
        List<String> codes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Json item : document.optionalArray("errors")) {
            if (item instanceof Json.Obj error && codes.size() < MAX_CODES) {
                String code = text(error, "code");
                codes.add(code);
                lines.add((Redaction.shown(call, code) + " " + Redaction.shown(call, text(error, "message"))).strip());
            }
        }
        return new ErrorText(List.copyOf(codes), String.join(", ", lines));
    }

    private static String text(Json.Obj object, String name) {
        return object.get(name).orElse(new Json.Null()) instanceof Json.Text text ? text.value() : "";
    }

    boolean has(String code) {
        return codes.contains(code);
    }

    /** {@code ": …"}, or nothing. */
    String suffix() {
        return line.isEmpty() ? "" : ": " + line;
    }
}
