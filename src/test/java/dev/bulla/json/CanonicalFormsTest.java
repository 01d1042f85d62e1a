package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random documents: where the two canonical forms must agree, and that both are fixed points. */
class CanonicalFormsTest {
    private static final JsonReader READER = JsonReader.with(JsonLimits.manifest());
    private static final int ROUNDS = 400;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void section6_2_bothFormsCoincideWithoutFloatsControlCharactersAndAstralKeys(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Json value = tree(random, 4, false);

            assertThat(OlpcWriter.write(value)).isEqualTo(JcsWriter.write(value));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void whatJcsWroteReadsBackAndIsWrittenTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Json value = tree(random, 4, true);
            Json again = READER.read(JcsWriter.write(value));

            assertThat(JcsWriter.write(again)).isEqualTo(JcsWriter.write(value));
            assertThat(OlpcWriter.write(again)).isEqualTo(OlpcWriter.write(value));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void theOrderOfMembersReadDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Json> members = new LinkedHashMap<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                members.put(text(random, true), Json.whole(n));
            }
            List<String> names = new ArrayList<>(members.keySet());
            Collections.shuffle(names, random);
            Map<String, Json> shuffled = new LinkedHashMap<>();
            names.forEach(name -> shuffled.put(name, member(members, name)));

            assertThat(OlpcWriter.write(new Json.Obj(shuffled))).isEqualTo(OlpcWriter.write(new Json.Obj(members)));
            assertThat(JcsWriter.write(new Json.Obj(shuffled))).isEqualTo(JcsWriter.write(new Json.Obj(members)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void codePointOrderIsTheOrderOfUtf8Bytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            String a = text(random, true);
            String b = text(random, true);
            int bytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

            assertThat(Integer.signum(OlpcWriter.CODE_POINT_ORDER.compare(a, b)))
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    private static Json member(Map<String, Json> members, String name) {
        Json value = members.get(name);
        return value == null ? new Json.Null() : value;
    }

    private static Json tree(Random random, int depth, boolean everything) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> new Json.Null();
            case 1 -> new Json.Bool(random.nextBoolean());
            case 2 -> Json.whole(random.nextLong() >> (11 + random.nextInt(50)));
            case 3 -> Json.text(text(random, everything));
            case 4 -> {
                List<Json> items = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    items.add(tree(random, depth - 1, everything));
                }
                yield new Json.Arr(items);
            }
            default -> {
                Map<String, Json> members = new LinkedHashMap<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    members.put(text(random, everything), tree(random, depth - 1, everything));
                }
                yield new Json.Obj(members);
            }
        };
    }

    /** Scalar values from the regions where orders and escapes differ. */
    private static String text(Random random, boolean everything) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            int c = switch (random.nextInt(everything ? 7 : 5)) {
                case 0 -> 0x20 + random.nextInt(0x60);
                case 1 -> random.nextBoolean() ? '"' : '\\';
                case 2 -> 0x80 + random.nextInt(0x700);
                case 3 -> 0xD700 + random.nextInt(0x100);
                case 4 -> 0xE000 + random.nextInt(0x2000);
                case 5 -> random.nextInt(0x20);
                default -> 0x10000 + random.nextInt(0x100000);
            };
            text.appendCodePoint(c);
        }
        return text.toString();
    }
}
