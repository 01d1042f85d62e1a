package dev.bulla.cli.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The few commands besides the program that a transcript may use, each on files of its folder alone. */
final class Tools {

    private Tools() {}

    static List<String> run(List<String> words, Path folder) throws IOException {
        List<Path> files = words.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-"))
                .map(word -> inside(folder, word))
                .toList();
        switch (words.get(0)) {
            case "cat" -> {
                return Files.readString(files.get(0)).lines().toList();
            }
            case "ls" -> {
                try (Stream<Path> entries = Files.list(files.isEmpty() ? folder : files.get(0))) {
                    return entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith("."))
                            .sorted()
                            .toList();
                }
            }
            case "cp", "mv" -> copyTree(files.get(0), files.get(1));
            case "mkdir" -> Files.createDirectories(files.get(0));
            case "rm" -> {
                for (Path file : files) {
                    deleteTree(file);
                }
            }
            default -> throw new IllegalArgumentException("a transcript cannot run " + words.get(0));
        }
        if (words.get(0).equals("mv")) {
            deleteTree(files.get(0));
        }
        return List.of();
    }

    private static Path inside(Path folder, String word) {
        Path path = folder.resolve(word).normalize();
        if (!path.startsWith(folder)) {
            throw new IllegalArgumentException(word + " is outside the folder");
        }
        return path;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            tree.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(root + " is not there");
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
