package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that is killed leaves no tag to something incomplete, and the same command completes it (registries.md 6). */
class KilledCopyIT {
    /** Enough that a good part of a run moves things. */
    private static final int IMAGES = 8;

    private static final int IMAGE_BYTES = 2 << 20;

    @TempDir
    Path folder;

    private final RealRegistry registry = RealRegistry.shared();
    private final String repository = "killed-" + Long.toString(System.nanoTime(), 36);
    private Workshop workshop;
    private PlainPlace source;
    private Set<String> attachments;
    private String digest;

    /** Somewhere to copy to: its name on the command line, and a reader of its own. */
    private record Destination(String reference, PlainPlace place) {}

    /** Makes destinations that nothing was copied to yet. */
    private interface Destinations {
        Destination fresh(String name);
    }

    @BeforeEach
    void aSignedBundle() {
        workshop = new Workshop(folder).keys("ann");
        SmallImages images = new SmallImages(workshop.at("images"));
        for (int i = 0; i < IMAGES; i++) {
            images.add("image" + i, IMAGE_BYTES);
        }
        workshop.write("bundle.json", images.bundle());
        String first = from();
        digest = workshop.answer("push", "bundle.json", first, "--images-from", "oci:images")
                .path("digest")
                .asText();
        workshop.run("sign", first, "--key", "ann");
        source = new PlainPlace.InRegistry(registry.base(), repository + "/source");
        attachments = source.attachedTo(digest);
        assertThat(attachments).isNotEmpty();
        assertThat(source.missing("1.0.0", attachments)).isEmpty();
    }

    @Test
    void fromRegistryToRegistry() throws IOException {
        try (RealRegistry other = RealRegistry.fresh()) {
            killed(
                    "registry",
                    name -> new Destination(
                            other.host() + "/" + name + ":1.0.0", new PlainPlace.InRegistry(other.base(), name)));
        }
    }

    @Test
    void fromRegistryToLayoutDirectory() throws IOException {
        killed("layout", name -> new Destination("oci:" + name + ":1.0.0", new PlainPlace.InLayout(workshop.at(name))));
    }

    private void killed(String kind, Destinations destinations) throws IOException {
        copy(destinations.fresh("warm"));
        long start = System.nanoTime();
        copy(destinations.fresh("whole"));
        long whole = System.nanoTime() - start;
        int points = Scale.kills();
        int killed = 0;
        int tagged = 0;
        int partial = 0;
        for (int point = 1; point <= points; point++) {
            Destination destination = destinations.fresh("point" + point);
            boolean wasKilled = kill(destination, whole * point / (points + 1));
            killed += wasKilled ? 1 : 0;
            boolean hasTag = destination.place().manifest("1.0.0").isPresent();
            tagged += hasTag ? 1 : 0;
            partial += !hasTag && hasSomething(destination) ? 1 : 0;
            if (hasTag) {
                assertComplete(destination, "after the kill at point " + point);
            }
            copy(destination);
            assertComplete(destination, "after the second run of point " + point);
        }
        assertThat(killed).isPositive();
        Workshop.figures(
                "copy to %s of %.2f s: killed at %d of %d points, %d left content without a tag, %d a whole tagged graph;"
                        + " every second run complete",
                kind, whole / 1e9, killed, points, partial, tagged);
    }

    /** Runs a copy and kills it after so many nanoseconds; false when it was through before. */
    private boolean kill(Destination destination, long nanos) throws IOException {
        Process copy = workshop.bulla("copy", from(), destination.reference()).start();
        try {
            if (copy.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
            copy.destroyForcibly();
            return copy.waitFor() == 128 + 9;
        } catch (InterruptedException e) {
            copy.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private boolean hasSomething(Destination destination) {
        return source.blobs(digest).stream()
                .anyMatch(blob -> destination.place().hasBlob(blob.digest(), blob.size()));
    }

    private void assertComplete(Destination destination, String when) {
        assertThat(destination.place().missing("1.0.0", attachments)).as(when).isEmpty();
        assertThat(destination.place().manifest("1.0.0").orElseThrow())
                .as(when)
                .isEqualTo(source.manifest("1.0.0").orElseThrow());
    }

    private void copy(Destination destination) {
        workshop.run("copy", from(), destination.reference());
    }

    private String from() {
        return registry.host() + "/" + repository + "/source:1.0.0";
    }
}
