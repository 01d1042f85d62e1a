package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every target on its seeds, on every input that ever was a finding ({@code src/test/resources/fuzz/TARGET}), and on some
 * changes of them that are the same in every run.
 */
class SeedCorpusTest {
    /** What the ordinary build has time for. */
    private static final int CHANGES = 400;

    private static final String TOKENS = "{}[]\",:\\0-9.eE*?!/@%\n\0 ";

    @TestFactory
    Stream<DynamicTest> nothingIsFound() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : FuzzTargets.names()) {
            tests.add(DynamicTest.dynamicTest(name, () -> run(name)));
        }
        return tests.stream();
    }

    private static void run(String name) throws IOException {
        FuzzTarget target = FuzzTargets.named(name);
        List<byte[]> inputs = new ArrayList<>();
        target.seeds().stream().map(Bytes::toByteArray).forEach(inputs::add);
        Assertions.assertFalse(inputs.isEmpty(), name + " has no seeds");
        inputs.addAll(findings(name));
        inputs.add(new byte[0]);
        for (byte[] input : inputs) {
            look(target, input);
        }
        Random random = new Random(name.hashCode());
        for (int i = 0; i < CHANGES; i++) {
            look(target, changed(inputs.get(random.nextInt(inputs.size())), random));
        }
    }

    private static List<byte[]> findings(String name) throws IOException {
        Path folder = Path.of("src/test/resources/fuzz", name);
        List<byte[]> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    found.add(Files.readAllBytes(file));
                }
            }
        }
        return found;
    }

    private static void look(FuzzTarget target, byte[] input) {
        try {
            target.look(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            String shown = Bytes.copyOf(input).asUtf8().orElse(Arrays.toString(input));
            throw new AssertionError(e + " for: " + shown, e);
        }
    }

    /** One to three changes: a byte replaced, dropped or doubled, a run moved elsewhere, the end cut off. */
    private static byte[] changed(byte[] seed, Random random) {
        byte[] now = seed.clone();
        for (int count = 1 + random.nextInt(3); count > 0 && now.length > 0; count--) {
            int at = random.nextInt(now.length);
            int length = Math.min(now.length - at, 1 + random.nextInt(16));
            now = switch (random.nextInt(5)) {
                case 0 -> replaced(now, at, (byte) random.nextInt(256));
                case 1 -> replaced(now, at, (byte) TOKENS.charAt(random.nextInt(TOKENS.length())));
                case 2 -> spliced(now, at, at + length, new byte[0]);
                case 3 -> spliced(now, at, at, Arrays.copyOfRange(now, at, at + length));
                default -> Arrays.copyOf(now, at);
            };
        }
        return now;
    }

    private static byte[] replaced(byte[] bytes, int at, byte by) {
        bytes[at] = by;
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
