package dev.bulla.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The strict reader. It refuses what parsers disagree on: duplicate member names, lone surrogates, trailing bytes, a byte
 * order mark, malformed UTF-8, numbers outside the limits, and everything beyond {@link JsonLimits} (RFC 8259 leaves
 * these open; signed documents cannot).
 */
public final class JsonReader {
    private static final BigInteger MAX_SAFE = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

    /** Bounds the quadratic cost of reading huge integers; no signed document comes near. */
    private static final int MAX_DIGITS = 1000;

    private final JsonLimits limits;
    private final JsonFactory factory;

    private JsonReader(JsonLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxText())
                        .maxNameLength(limits.maxText())
                        .maxNumberLength(MAX_DIGITS)
                        .build())
                .build();
    }

    /** A reader with these limits; it may be shared between threads. */
    public static JsonReader with(JsonLimits limits) {
        return new JsonReader(limits);
    }

    /**
     * Reads one document.
     *
     * @throws JsonException when it is not well-formed, ambiguous, or beyond a limit
     */
    public Json read(Bytes document) {
        if (document.length() > limits.maxBytes()) {
            throw JsonException.limit(
                    "document has " + document.length() + " bytes, at most " + limits.maxBytes() + " are read");
        }
        StrictUtf8.check(document);
        try (JsonParser parser = factory.createParser(document.newInputStream())) {
            if (parser.nextToken() == null) {
                throw JsonException.malformed("document is empty");
            }
            Json value = new Document(parser).value();
            if (parser.nextToken() != null) {
                throw JsonException.malformed("something follows the document");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw JsonException.limit(firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** As {@link #read}, and the document must be an object. */
    public Json.Obj readObject(Bytes document) {
        if (read(document) instanceof Json.Obj object) {
            return object;
        }
        throw JsonException.malformed("document is not an object");
    }

    /** One document being read. */
    private final class Document {
        private final JsonParser parser;
        private int values;

        Document(JsonParser parser) {
            this.parser = parser;
        }

        Json value() throws IOException {
            if (++values > limits.maxValues()) {
                throw JsonException.limit("document has more than " + limits.maxValues() + " values");
            }
            JsonToken token = parser.currentToken();
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> new Json.Text(scalarText(parser.getText()));
                case VALUE_NUMBER_INT -> whole();
                case VALUE_NUMBER_FLOAT -> real();
                case VALUE_TRUE -> new Json.Bool(true);
                case VALUE_FALSE -> new Json.Bool(false);
                case VALUE_NULL -> new Json.Null();
                default -> throw JsonException.malformed("unexpected " + token);
            };
        }

        private Json object() throws IOException {
            Map<String, Json> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = scalarText(parser.currentName());
                parser.nextToken();
                members.put(name, value());
            }
            return new Json.Obj(members);
        }

        private Json array() throws IOException {
            List<Json> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value());
            }
            return new Json.Arr(items);
        }

        private Json whole() throws IOException {
            BigInteger value = parser.getBigIntegerValue();
            if (limits.numbers() == JsonLimits.Numbers.SAFE_INTEGERS
                    && value.abs().compareTo(MAX_SAFE) > 0) {
                throw JsonException.malformed("integer beyond 2^53-1 " + where(parser));
            }
            return new Json.Whole(value);
        }

        private Json real() throws IOException {
            if (limits.numbers() != JsonLimits.Numbers.ALL) {
                throw JsonException.malformed("number with fraction or exponent " + where(parser));
            }
            return new Json.Real(parser.getText());
        }
    }

    /** Escapes can spell half of a surrogate pair; such text has no UTF-8 form and would not survive writing. */
    private static String scalarText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw JsonException.malformed("string with a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    private static String where(JsonParser parser) {
        return "at byte " + parser.currentLocation().getByteOffset();
    }

    private static JsonException failure(IOException e) {
        return e instanceof com.fasterxml.jackson.core.JsonProcessingException p
                ? JsonException.atByte(
                        p.getLocation() == null ? 0 : p.getLocation().getByteOffset(),
                        firstLine(p.getOriginalMessage()))
                : JsonException.malformed("unreadable");
    }

    /** Messages of the parser may quote the document; control characters must not reach a terminal. */
    private static String firstLine(String message) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < message.length() && i < 160; i++) {
            char c = message.charAt(i);
            if (c == '\n') {
                break;
            }
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return line.toString();
    }
}
