package dev.bulla.testkit.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses how a real registry is come by, once for the virtual machine: a container where a Docker engine answers, else
 * {@code docker-registry} on the PATH, else the same program unpacked from its Debian package.
 */
public final class RegistryFinder {

    /** Restricts the choice to one way: {@code container}, {@code path} or {@code unpacked}. */
    public static final String WAY_PROPERTY = "bulla.testkit.registry";

    private static final Path FOLDER = Path.of("target", "testkit").toAbsolutePath();
    private static final String PROGRAM = "docker-registry";

    private static Optional<Way> chosen = Optional.empty();

    private RegistryFinder() {}

    /** A registry that runs, with the settings it was given. */
    public record Started(RegistryRunner runner, RegistrySettings settings) {}

    /** Starts one registry. */
    private interface Way {
        RegistryRunner start(RegistrySettings settings) throws IOException;
    }

    /**
     * Starts a registry with a fresh storage of its own.
     *
     * @throws IllegalStateException if there is no way to a registry on this machine; the message is one sentence
     */
    public static synchronized Started start(boolean basicAuth) {
        if (chosen.isPresent()) {
            try {
                return started(chosen.get(), basicAuth);
            } catch (IOException e) {
                throw new IllegalStateException("the registry did not start again", e);
            }
        }
        return choose(basicAuth);
    }

    private static Started choose(boolean basicAuth) {
        String only = System.getProperty(WAY_PROPERTY, "");
        List<String> refusals = new ArrayList<>();
        for (String name : List.of("container", "path", "unpacked")) {
            if (only.isEmpty() || only.equals(name)) {
                try {
                    Way way = way(name);
                    Started started = started(way, basicAuth);
                    chosen = Optional.of(way);
                    System.out.println("real registry: " + started.runner().description());
                    return started;
                } catch (IOException | RuntimeException e) {
                    refusals.add(name + " (" + firstLine(e) + ")");
                }
            }
        }
        throw new IllegalStateException(
                "no distribution registry can be had for the tests: tried " + String.join(", ", refusals));
    }

    private static Way way(String name) throws IOException {
        return switch (name) {
            case "container" -> {
                if (!DockerEngine.answers()) {
                    throw new IOException("no Docker engine answers");
                }
                yield RegistryContainer::launch;
            }
            case "path" -> {
                Path program =
                        Commands.onPath(PROGRAM).orElseThrow(() -> new IOException("no " + PROGRAM + " on the PATH"));
                yield settings -> process(program, "installed as " + program, settings);
            }
            default -> {
                Path program = new DebianPackage(PROGRAM, FOLDER.resolve(PROGRAM)).program("usr/bin/" + PROGRAM);
                yield settings -> process(program, "unpacked from its Debian package", settings);
            }
        };
    }

    private static Started started(Way way, boolean basicAuth) throws IOException {
        Files.createDirectories(FOLDER);
        RegistrySettings settings = new RegistrySettings(Files.createTempDirectory(FOLDER, "registry"), basicAuth);
        try {
            return new Started(way.start(settings), settings);
        } catch (IOException | RuntimeException e) {
            Commands.deleteTree(settings.home());
            throw e;
        }
    }

    private static RegistryRunner process(Path program, String origin, RegistrySettings settings) throws IOException {
        RegistryProcess process = new RegistryProcess(program, origin, settings);
        process.start();
        return process;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }
}
