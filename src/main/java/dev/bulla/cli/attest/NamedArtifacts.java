package dev.bulla.cli.attest;

import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.inspect.FolderLimits;
import dev.bulla.inspect.FolderRecorder;
import dev.bulla.intoto.ArtifactPattern;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.SubjectBinding;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a call names as materials, products or subjects: files and folders below the base folder, recorded by the hash of
 * their bytes, and artifacts in registries and layouts, recorded by digest under a name without the registry's host, so
 * that rules hold after a relocation (intoto.md section 11.4).
 */
final class NamedArtifacts {
    private static final String LAYOUT = "oci:";
    private final Invocation call;
    private final Path base;
    private final Predicate<String> leftOut;

    NamedArtifacts(Invocation call) {
        this.call = call;
        this.base = call.path(call.option("--base").orElse("."));
        if (!Files.isDirectory(base)) {
            throw call.wrongUse("finds no folder " + base + " for --base");
        }
        List<ArtifactPattern> patterns =
                call.options("--exclude").stream().map(ArtifactPattern::of).toList();
        this.leftOut = name -> patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** What the values of {@code flag} name, as it is now. */
    Artifacts of(String flag) {
        List<Path> files = new ArrayList<>();
        SortedMap<String, Map<String, String>> found = new TreeMap<>();
        for (String word : call.options(flag)) {
            if (isReference(word)) {
                Reference reference = call.reference(word);
                Digest digest = digestOf(reference);
                found.put(
                        SubjectBinding.nameOf(reference.place(), digest),
                        Map.of(digest.algorithm().wireName(), digest.hex()));
            } else {
                files.add(fileOf(word));
            }
        }
        found.putAll(FolderRecorder.record(base, files, leftOut, FolderLimits.standard())
                .hashes());
        return new Artifacts(found);
    }

    /** As other clients of registries tell: a host has a dot, a port, or is localhost; a path may begin with a dot. */
    private boolean isReference(String word) {
        if (word.startsWith(LAYOUT)) {
            return true;
        }
        int slash = word.indexOf('/');
        if (slash <= 0 || word.startsWith(".")) {
            return false;
        }
        String first = word.substring(0, slash);
        boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        if (host && Files.exists(base.resolve(word), LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException(
                    "'" + word + "' may be a file or a reference", "write ./" + word + " for the file");
        }
        return host;
    }

    private Path fileOf(String word) {
        try {
            Path path = Path.of(word);
            return path.isAbsolute() ? base.toRealPath().relativize(path) : path;
        } catch (InvalidPathException e) {
            throw call.wrongUse("cannot use '" + word + "' as a path");
        } catch (IOException e) {
            throw new UsageException("folder " + base + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Digest digestOf(Reference reference) {
        try (Source source = Reach.places(call).reading(reference.place())) {
            return source.manifest(reference)
                    .map(Manifest::digest)
                    .orElseThrow(() -> new NotFoundException(reference + " does not exist"));
        }
    }
}
