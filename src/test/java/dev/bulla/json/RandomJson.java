package dev.bulla.json;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Small documents, most of them well-formed, some mutated. */
final class RandomJson {
    private static final String[] NAMES = {
        "a", "b", "ab", "", "\\u0061", "\\\"", "\\\\", "\u00e9", "\uffff", "\ud83d\ude00", "\\ud83d\\ude00", "\\n", "z"
    };
    private static final String[] SCALARS = {
        "0", "-0", "7", "-12", "9007199254740991", "true", "false", "null", "\"\"", "\"x\"", "\"\\/\"", "\"\u20ac\""
    };
    private static final String[] SPACES = {"", "", "", "", " ", "\n"};

    private RandomJson() {}

    static byte[] document(Random random) {
        StringBuilder text = new StringBuilder();
        append(text, random, 4);
        byte[] document = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) == 0 && document.length > 0) {
            document[random.nextInt(document.length)] = mutation(random);
        }
        return document;
    }

    private static byte mutation(Random random) {
        String likely = "{}[]\",:\\u0-1.eE \ntfn";
        return random.nextBoolean()
                ? (byte) likely.charAt(random.nextInt(likely.length()))
                : (byte) random.nextInt(256);
    }

    private static void append(StringBuilder text, Random random, int depth) {
        text.append(space(random));
        int kind = depth == 0 ? 0 : random.nextInt(3);
        switch (kind) {
            case 1 -> members(text, random, depth);
            case 2 -> items(text, random, depth);
            default -> text.append(SCALARS[random.nextInt(SCALARS.length)]);
        }
        text.append(space(random));
    }

    private static void members(StringBuilder text, Random random, int depth) {
        text.append('{');
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(space(random));
            text.append('"').append(NAMES[random.nextInt(NAMES.length)]);
            text.append(random.nextInt(3) == 0 ? "" : i)
                    .append('"')
                    .append(space(random))
                    .append(':');
            append(text, random, depth - 1);
        }
        text.append('}');
    }

    private static void items(StringBuilder text, Random random, int depth) {
        text.append('[');
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",");
            append(text, random, depth - 1);
        }
        text.append(']');
    }

    private static String space(Random random) {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
