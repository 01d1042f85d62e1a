package dev.bulla.layout;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.WritersContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A program of its own that works on a layout, and how tests run it. */
final class LayoutProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private LayoutProcess(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the program does. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[1]);
        Place.LayoutPlace place = new Place.LayoutPlace(path, path.toString().endsWith(".tar"));
        int number = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "rounds" -> rounds(place, number, Integer.parseInt(arguments[3]));
            case "large" -> large(place, number);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void rounds(Place.LayoutPlace place, int from, int count) {
        for (int i = from; i < from + count; i++) {
            try (Store store = LayoutStore.writing(place)) {
                WritersContract.oneRound(store, Samples.image(1), i);
            }
            System.out.println("round " + i);
        }
    }

    private static void large(Place.LayoutPlace place, int mebibytes) throws IOException {
        Descriptor blob;
        try (InputStream in = new Pattern(mebibytes)) {
            blob = Descriptor.of(new MediaType("application/octet-stream"), digest(in), (long) mebibytes << 20);
        }
        try (Store store = LayoutStore.writing(place)) {
            store.pushBlob(blob, (Content) () -> new Pattern(mebibytes));
            store.tag(Samples.image(1).pushTo(store).manifest(), new Tag("v1"));
        }
        try (Source source = LayoutStore.reading(place);
                InputStream in = source.blob(blob)) {
            System.out.println("read " + in.transferTo(java.io.OutputStream.nullOutputStream()));
        }
    }

    private static Digest digest(InputStream in) throws IOException {
        var hash = dev.bulla.bytes.HashFunction.SHA256.start();
        byte[] piece = new byte[65_536];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            hash.update(piece, 0, count);
        }
        return new Digest(dev.bulla.bytes.HashFunction.SHA256, dev.bulla.bytes.Hex.encode(hash.digest()));
    }

    /** Many bytes that need no memory. */
    private static final class Pattern extends InputStream {
        private final byte[] piece = Samples.bytes(1, 1 << 16).toByteArray();
        private long left;

        Pattern(int mebibytes) {
            left = (long) mebibytes << 20;
        }

        @Override
        public int read() {
            return left-- > 0 ? piece[(int) (left & 0xFFFF)] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = (int) Math.min(Math.min(length, piece.length), left);
            System.arraycopy(piece, 0, buffer, offset, count);
            left -= count;
            return count == 0 ? -1 : count;
        }
    }

    /** Starts the program with a heap of {@code heapMegabytes}. */
    static LayoutProcess start(int heapMegabytes, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LayoutProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new LayoutProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The next line that it says. */
    String line() throws IOException {
        return String.valueOf(said.readLine());
    }

    /** Waits for its good end. */
    void finish() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
        }
        Assertions.assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        Assertions.assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        Assertions.assertTrue(process.waitFor(60, TimeUnit.SECONDS), "survived");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
