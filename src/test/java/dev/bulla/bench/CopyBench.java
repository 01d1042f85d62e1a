package dev.bulla.bench;

import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bulla copy} beside {@code skopeo copy}, start of the program included, in turns on one machine between two
 * processes of the distribution registry. Each gets content of its own that nobody has seen before. Of the rounds the
 * fastest of each counts. Needs {@code mvn package} and skopeo on the PATH.
 */
class CopyBench {
    private static final Path PROGRAM =
            Path.of("target", "bulla", "bin", "bulla").toAbsolutePath();
    private static final BenchImage SMALL = new BenchImage(1, 200, 10_000);
    private static final BenchImage LARGE = new BenchImage(1, 4, 256 << 20);
    private static final BenchImage BUNDLE = new BenchImage(3, 4, 19_000_000);

    @TempDir
    Path folder;

    /** Rounds, of which the fastest counts; {@code -Dbulla.bench.shapes=bundle} leaves all but the shapes out that begin so. */
    private static final int ROUNDS = Integer.getInteger("bulla.bench.rounds", 3);

    private static final String SHAPES = System.getProperty("bulla.bench.shapes", "");

    private final Map<String, Map<String, Timed>> best = new LinkedHashMap<>();
    private int number;

    /** A program that copies. */
    private interface Copier {
        List<String> command(String from, String to);
    }

    private static List<String> bulla(String from, String to) {
        return List.of(PROGRAM.toString(), "copy", from, to);
    }

    private static List<String> skopeo(String from, String to) {
        List<String> command = new ArrayList<>(List.of("skopeo", "copy", "-q", "--all"));
        command.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false", "docker://" + from));
        command.add(to.startsWith("oci:") ? to : "docker://" + to);
        return command;
    }

    private static final Map<String, Copier> COPIERS = copiers();

    private static Map<String, Copier> copiers() {
        Map<String, Copier> copiers = new LinkedHashMap<>();
        copiers.put("skopeo", CopyBench::skopeo);
        copiers.put("bulla", CopyBench::bulla);
        return copiers;
    }

    @Test
    void besideSkopeo() throws IOException {
        Report report = Report.of("copy");
        if (!Files.isExecutable(PROGRAM) || Peers.find("skopeo").isEmpty()) {
            report.line("nothing measured: needs " + PROGRAM + " (mvn package) and skopeo");
            return;
        }
        for (int round = 0; round < ROUNDS; round++) {
            try (RealRegistry from = RealRegistry.fresh();
                    RealRegistry to = RealRegistry.fresh()) {
                if ("200 x 10 kB".startsWith(SHAPES)) {
                    small(from, to);
                }
                if (round < 2 && "4 x 256 MiB".startsWith(SHAPES)) {
                    large("4 x 256 MiB", LARGE, from, to);
                }
                if ("bundle of 228 MB".startsWith(SHAPES)) {
                    large("bundle of 228 MB", BUNDLE, from, to);
                }
            }
        }
        tell(report, "200 x 10 kB, fresh", 2.0);
        tell(report, "200 x 10 kB, already there", 5.0);
        tell(report, "200 x 10 kB, mounted", 4.0);
        tell(report, "200 x 10 kB, to a layout", 1.3);
        tell(report, "4 x 256 MiB, fresh", 1.0);
        tell(report, "4 x 256 MiB, to a layout", 1.3);
        tell(report, "bundle of 228 MB, fresh", 1.0);
        tell(report, "bundle of 228 MB, to a layout", 1.3);
    }

    private void small(RealRegistry from, RealRegistry to) throws IOException {
        Map<String, String> content = pushed(SMALL, from);
        time("200 x 10 kB, fresh", content, who -> to.host() + "/" + who + ":v1");
        time("200 x 10 kB, already there", content, who -> to.host() + "/" + who + ":v1");
        time("200 x 10 kB, mounted", content, who -> from.host() + "/mounted-" + who + ":v1");
        layout("200 x 10 kB, to a layout", content);
    }

    private void large(String what, BenchImage image, RealRegistry from, RealRegistry to) throws IOException {
        Map<String, String> content = pushed(image, from);
        String name = "n" + number++;
        time(what + ", fresh", content, who -> to.host() + "/" + name + who + ":v1");
        layout(what + ", to a layout", content);
    }

    /** What each program copies, by its name. */
    private Map<String, String> pushed(BenchImage image, RealRegistry from) {
        Map<String, String> content = new LinkedHashMap<>();
        for (String who : COPIERS.keySet()) {
            Place.RegistryPlace place = new Place.RegistryPlace(from.host(), "image" + number++);
            try (Store store = RegistryStore.open(
                    place, RegistryOptions.standard(HttpSettings.standard(InstantSource.system())))) {
                image.push(store);
            }
            content.put(who, place.host() + "/" + place.repository() + ":v1");
        }
        return content;
    }

    private interface Where {
        String of(String who);
    }

    private void layout(String what, Map<String, String> content) throws IOException {
        Path layouts = Files.createDirectories(folder.resolve("layouts" + number++));
        time(what, content, who -> "oci:" + layouts.resolve(who) + ":v1");
        remove(layouts);
    }

    private void time(String what, Map<String, String> content, Where to) throws IOException {
        List<String> turns = new ArrayList<>(COPIERS.keySet());
        if (number % 2 == 0) {
            turns = turns.reversed();
        }
        for (String who : turns) {
            String from = Optional.ofNullable(content.get(who)).orElseThrow();
            Copier copier = Optional.ofNullable(COPIERS.get(who)).orElseThrow();
            Timed timed = Timed.of(copier.command(from, to.of(who)));
            best.computeIfAbsent(what, name -> new LinkedHashMap<>()).merge(who, timed, Timed::best);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    private void tell(Report report, String what, double goal) throws IOException {
        Map<String, Timed> both = best.getOrDefault(what, Map.of());
        if (both.isEmpty()) {
            return;
        }
        Timed bulla = Optional.ofNullable(both.get("bulla")).orElseThrow();
        Timed skopeo = Optional.ofNullable(both.get("skopeo")).orElseThrow();
        double ratio = (double) skopeo.wall() / bulla.wall();
        report.line(String.format(
                Locale.ROOT,
                "%-30s bulla %s; skopeo %s; %.1f times as fast, goal %.1f: %s",
                what,
                bulla,
                skopeo,
                ratio,
                goal,
                ratio >= goal ? "met" : "not met"));
    }
}
