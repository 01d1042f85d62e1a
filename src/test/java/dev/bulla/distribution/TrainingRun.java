package dev.bulla.distribution;

import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The step of the build that makes the start-up caches: runs the everyday commands of the assembled distribution against a
 * registry on this machine, gathers the classes that they load in {@code lib/FAMILY.classes}, and has {@code bulla-prepare}
 * make a cache from each list. A family has only what its commands load: classes that are linked ahead are all there when
 * the machine starts, so a cache with everything in it would make every start slower.
 */
final class TrainingRun {
    private static final Path FIXTURES =
            Path.of("src", "test", "resources", "fixtures").toAbsolutePath();

    private final Path distribution;
    private final Path folder;
    private final Map<String, Lists> families = new TreeMap<>();

    /**
     * What the commands of a family load.
     *
     * @param callSites lambdas and constants that the virtual machine prepares as well
     */
    private record Lists(Set<String> classes, Set<String> callSites) {
        private Lists() {
            this(new TreeSet<>(), new TreeSet<>());
        }

        void add(String line) {
            // writes the classes that a cache makes superfluous
            if (line.startsWith("java/lang/classfile/") || line.startsWith("jdk/internal/classfile/")) {
                return;
            }
            if (line.startsWith("@")) {
                callSites.add(line);
            } else if (!line.startsWith("#") && !line.contains(" source: ")) {
                // the numbers are those of one run; nothing refers to a class of the usual loaders by number
                classes.add(line.replaceFirst(" id: \\d+$", ""));
            }
        }

        String text() {
            StringBuilder text = new StringBuilder("# what everyday commands load, for bulla-prepare\n");
            classes.forEach(line -> text.append(line).append('\n'));
            callSites.forEach(line -> text.append(line).append('\n'));
            return text.toString();
        }
    }

    private TrainingRun(Path distribution, Path folder) {
        this.distribution = distribution;
        this.folder = folder;
    }

    /** Trains the distribution in the folder that is the only argument. */
    public static void main(String... arguments) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "training").toAbsolutePath();
        TrainingRun training = new TrainingRun(Path.of(arguments[0]).toAbsolutePath(), folder);
        // of a build before this one; without it no cache is used while training
        Files.deleteIfExists(training.distribution.resolve("lib/jars.id"));
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            training.everyday(registry.host());
        }
        training.prepare();
        Program.of("rm", "-r", folder.toString()).run();
    }

    private void everyday(String host) throws IOException {
        String script = "--artifact-type application/vnd.example.script.v1 --media-type text/x-shellscript";
        String namespace = host + "/acme";
        bulla("start", "version");
        bulla("start", "--help");
        bulla("rest", "verify --help");
        bulla("rest", "key import root " + FIXTURES.resolve("keys/ann.pem"));
        bulla("rest", "key import release " + FIXTURES.resolve("keys/ben.pem"));
        Outcome founded = bulla("rest", "init " + namespace + " --root-key root --key release");
        String pin = founded.out()
                .lines()
                .filter(line -> line.contains("bulla trust add "))
                .findFirst()
                .orElseThrow();
        for (String image : List.of("installer", "web")) {
            bulla(
                    "rest",
                    "push " + FIXTURES.resolve("hello/" + image + ".sh") + " " + namespace + "/images:" + image + " "
                            + script);
        }
        String bundle = namespace + "/hello:1.4.0";
        bulla(
                "rest",
                "push " + FIXTURES.resolve("hello/bundle.json") + " " + bundle + " --images-from " + namespace
                        + "/images");
        bulla("rest", "sign " + bundle + " --key release");
        bulla("rest", pin.substring(pin.indexOf("trust add")));
        bulla("verify", "verify " + bundle);
        bulla("verify", "verify " + bundle); // what is remembered by now is read again
        bulla("rest", "verify " + bundle + " -v");
        String plain = host + "/plain:1";
        bulla("rest", "push " + FIXTURES.resolve("hello/web.sh") + " " + plain + " " + script);
        bulla("rest", "sign " + plain + " --key release");
        bulla("rest", "verify " + plain + " --key release");
        bulla("rest", "tree " + bundle);
        bulla("copy", "copy " + bundle + " oci:usb:1.4.0");
        bulla("copy", "copy " + bundle + " " + host + "/other/hello:1.4.0");
        bulla("rest", "trust add oci:usb --same-as " + namespace + "/hello");
        bulla("rest", "verify oci:usb:1.4.0 --offline");
        bulla("rest", "pull " + bundle + " -o bundle.tgz");
    }

    private Outcome bulla(String family, String words) throws IOException {
        Path list = folder.resolve("loaded.classes");
        Files.deleteIfExists(list);
        Outcome outcome = program("bulla", words.split(" "))
                .with("BULLA_JAVA_OPTS", "-Xshare:off -XX:DumpLoadedClassList=" + list.getFileName())
                .run();
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("bulla " + words + ": exit " + outcome.exitCode() + "\n" + outcome.err());
        }
        for (String line : Files.readAllLines(list)) {
            families.computeIfAbsent(family, name -> new Lists()).add(line);
        }
        return outcome;
    }

    private void prepare() throws IOException {
        for (Map.Entry<String, Lists> family : families.entrySet()) {
            Files.writeString(
                    distribution.resolve("lib").resolve(family.getKey() + ".classes"),
                    family.getValue().text());
        }
        Outcome outcome = program("bulla-prepare").run();
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("bulla-prepare: " + outcome.out() + outcome.err());
        }
    }

    private Program program(String name, String... words) {
        String[] command = new String[words.length + 1];
        command[0] = distribution.resolve("bin").resolve(name).toString();
        System.arraycopy(words, 0, command, 1, words.length);
        return Program.of(command)
                .in(folder)
                .with("BULLA_JAVA", System.getProperty("java.home"))
                .with("BULLA_CONFIG_DIR", folder.resolve("config").toString())
                .with("BULLA_CACHE_DIR", folder.resolve("cache").toString())
                .with("BULLA_PASSPHRASE", "training only");
    }
}
