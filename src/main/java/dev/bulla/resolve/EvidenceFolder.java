package dev.bulla.resolve;

import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.attach.StepFileName;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.inspect.BoundedFile;
import dev.bulla.intoto.EvidenceAddress.Parent;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.LayoutStep;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a folder of evidence as {@code in-toto-verify} takes it (intoto.md 11.3): {@code *.layout} and {@code *.pub}, {@code
 * STEP.KEYID8.link}, and what belongs to a sublayout in {@code STEP.KEYID8/}. Symbolic links are not followed.
 */
public final class EvidenceFolder {
    private final Path root;
    private final List<EvidenceDocument> documents = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private int files;
    private long total;

    private EvidenceFolder(Path root) {
        this.root = root;
    }

    /**
     * What a folder holds.
     *
     * @param documents in the order of their paths
     * @param ignored paths that are no evidence
     */
    public record Contents(List<EvidenceDocument> documents, List<String> ignored) {
        /** Copies the lists. */
        public Contents {
            documents = List.copyOf(documents);
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * Reads a folder.
     *
     * @throws NotFoundException when there is none
     * @throws RejectedException {@code AMBIGUOUS} when eight digits do not tell two keys of one step apart, {@code
     *     MALFORMED} or {@code LIMIT_EXCEEDED} for what cannot be read
     */
    public static Contents read(Path root) {
        if (!Files.isDirectory(root)) {
            throw new NotFoundException("no folder " + root);
        }
        EvidenceFolder folder = new EvidenceFolder(root);
        folder.level(root, List.of());
        return new Contents(folder.documents, folder.ignored);
    }

    private void level(Path folder, List<Parent> parents) {
        if (parents.size() > InTotoLimits.MAX_DEPTH) {
            throw limit("folders of sublayouts are nested deeper than " + InTotoLimits.MAX_DEPTH);
        }
        SortedMap<String, Path> entries = entries(folder);
        for (var entry : entries.entrySet()) {
            Path path = entry.getValue();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                below(path, entry.getKey(), entries, parents);
            } else if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || !file(path, entry.getKey(), parents)) {
                ignored.add(root.relativize(path).toString());
            }
        }
    }

    private SortedMap<String, Path> entries(Path folder) {
        SortedMap<String, Path> entries = new TreeMap<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
            for (Path path : listing) {
                if (++files > InTotoLimits.MAX_DOCUMENTS) {
                    throw limit("folder " + root + " has more than " + InTotoLimits.MAX_DOCUMENTS + " entries");
                }
                entries.put(String.valueOf(path.getFileName()), path);
            }
        } catch (IOException e) {
            throw new StorageException("folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
        return entries;
    }

    /** Reads a file; false when it is none of evidence. */
    private boolean file(Path path, String name, List<Parent> parents) {
        try {
            if (name.endsWith(".link")) {
                documents.addAll(EvidenceFiles.step(content(path), Optional.of(name), parents));
            } else if (parents.isEmpty() && name.endsWith(".layout")) {
                Bytes layout = content(path);
                documents.add(EvidenceFiles.layout(layout).named(name));
                refuseAmbiguous(UnverifiedDocument.read(layout).layout());
            } else if (parents.isEmpty() && name.endsWith(".pub")) {
                documents.add(EvidenceFiles.key(content(path)).named(name));
            } else {
                return false;
            }
            return true;
        } catch (RejectedException e) {
            throw new RejectedException(new Reason(
                    e.reason().code(),
                    Quoted.plain(root.relativize(path).toString()) + ": "
                            + e.reason().message(),
                    e.reason().facts(),
                    e.reason().hints()));
        }
    }

    /** The folder of a sublayout, which stands beside it under the same name. */
    private void below(Path path, String name, SortedMap<String, Path> beside, List<Parent> parents) {
        Path sublayout = beside.get(name + ".link");
        Optional<StepFileName> parsed = StepFileName.parseFolder(name);
        if (sublayout == null || parsed.isEmpty() || !Files.isRegularFile(sublayout, LinkOption.NOFOLLOW_LINKS)) {
            ignored.add(root.relativize(path) + "/");
            return;
        }
        List<EvidenceDocument> above = EvidenceFiles.step(content(sublayout), Optional.of(name + ".link"), parents);
        UnverifiedDocument document = UnverifiedDocument.read(above.getFirst().content());
        if (!document.type().equals("layout")) {
            ignored.add(root.relativize(path) + "/");
            return;
        }
        refuseAmbiguous(document.layout());
        List<Parent> deeper = new ArrayList<>(parents);
        above.getFirst().address().ifPresent(address -> deeper.add(new Parent(address.step(), address.keyId())));
        level(path, deeper);
    }

    /** Two authorised keys of one step that a folder cannot tell apart. */
    private static void refuseAmbiguous(InTotoLayout layout) {
        for (LayoutStep step : layout.steps()) {
            Set<String> seen = new HashSet<>();
            step.keyIds().forEach(id -> {
                if (!seen.add(EvidencePaths.digits(id))) {
                    throw new RejectedException(EvidenceFiles.ambiguous(EvidencePaths.digits(id)));
                }
            });
        }
    }

    private Bytes content(Path file) {
        Bytes content = BoundedFile.read(file, InTotoLimits.MAX_DOCUMENT_BYTES)
                .orElseThrow(() -> new NotFoundException("no file " + file));
        total += content.length();
        if (content.length() > InTotoLimits.MAX_DOCUMENT_BYTES || total > InTotoLimits.MAX_TOTAL_BYTES) {
            throw limit("file " + root.relativize(file) + " is too long, or all files together are");
        }
        return content;
    }

    private static RejectedException limit(String message) {
        return new RejectedException(ReasonCode.LIMIT_EXCEEDED, message);
    }
}
