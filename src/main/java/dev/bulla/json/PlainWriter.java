package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.util.Map;

/**
 * Writes a document that others own a part of: members keep their order and numbers the text they were read in, so that
 * what was not understood is handed on with equal value (the {@code index.json} of an image layout, a fallback index).
 * No whitespace. For documents that are signed or compared byte by byte use {@link OlpcWriter} or {@link JcsWriter}.
 */
public final class PlainWriter {
    private static final CompactWriter FORM = new CompactWriter() {
        @Override
        Iterable<Map.Entry<String, Json>> members(Json.Obj object) {
            return object.members().entrySet();
        }

        @Override
        void control(char c, StringBuilder out) {
            hexEscape(c, out);
        }

        @Override
        void number(Json.Real real, StringBuilder out) {
            out.append(real.text());
        }
    };

    private PlainWriter() {}

    /** The UTF-8 bytes of {@code value}. */
    public static Bytes write(Json value) {
        return FORM.bytes(value);
    }
}
