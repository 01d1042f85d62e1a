package dev.bulla.resolve;

import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.attach.EvidenceLayer;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.attach.EvidenceUse;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.inspect.BoundedFile;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.trust.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes evidence as a folder that {@code in-toto-verify} takes (intoto.md 11.3). Names come from signed documents and
 * hints, which strangers write: only plain ones become file names, and no file of another content is overwritten.
 */
public final class EvidenceExport {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final Pattern DIGITS = Pattern.compile("[0-9A-Za-z]{1,8}");

    private final Evidence evidence;
    private final Map<String, Bytes> files = new TreeMap<>();
    private int statements;

    private EvidenceExport(Evidence evidence) {
        this.evidence = evidence;
    }

    /**
     * What was written.
     *
     * @param files paths below the folder
     * @param statements statements that are attached and are no part of such a folder
     */
    public record Written(List<String> files, int statements) {
        /** Copies the list. */
        public Written {
            files = List.copyOf(files);
        }
    }

    /**
     * Writes all layouts, keys and links to {@code folder}.
     *
     * @throws RejectedException {@code AMBIGUOUS} when two links would have one file name, {@code MALFORMED} for a name that
     *     cannot be one
     * @throws ConflictException when a file of another content is there
     */
    public static Written write(Evidence evidence, Path folder) {
        EvidenceExport export = new EvidenceExport(evidence);
        export.collect();
        export.checkFree(folder);
        export.files.forEach((name, content) -> store(folder, name, content));
        return new Written(new ArrayList<>(export.files.keySet()), export.statements);
    }

    private void collect() {
        for (EvidenceLayer layer : evidence.of(EvidenceUse.LAYOUT)) {
            number(layer, "root", ".layout");
        }
        for (EvidenceLayer layer : evidence.of(EvidenceUse.KEY)) {
            number(layer, "owner", ".pub");
        }
        for (EvidenceLayer layer : evidence.layers()) {
            layer.address().ifPresent(address -> link(layer, address));
        }
        statements = evidence.of(EvidenceUse.STATEMENT).size();
    }

    private void link(EvidenceLayer layer, EvidenceAddress address) {
        StringBuilder name = new StringBuilder();
        address.parents()
                .forEach(parent -> name.append(plain(parent.step(), EvidencePaths.digits(parent.keyId())))
                        .append('/'));
        name.append(plain(address.step(), EvidencePaths.digits(address.keyId())))
                .append(".link");
        Bytes content = evidence.content(layer);
        Bytes other = files.putIfAbsent(name.toString(), content);
        if (other != null && !other.equals(content)) {
            throw new RejectedException(EvidenceFiles.ambiguous(EvidencePaths.digits(address.keyId())));
        }
    }

    private static String plain(String step, String digits) {
        String name = step + "." + digits;
        if (!PLAIN.matcher(step).matches() || !DIGITS.matcher(digits).matches()) {
            throw new RejectedException(
                    ReasonCode.MALFORMED, "the name " + Quoted.of(name) + " cannot be one of a file everywhere");
        }
        return name;
    }

    /** The name that its publisher gave it, as far as that can be one; several of one name are numbered. */
    private void number(EvidenceLayer layer, String stem, String ending) {
        String given = layer.fileName().orElse("");
        String last = given.substring(given.lastIndexOf('/') + 1);
        String plain = last.endsWith(ending) && PLAIN.matcher(last).matches()
                ? last.substring(0, last.length() - ending.length())
                : stem;
        Bytes content = evidence.content(layer);
        String name = plain + ending;
        for (int i = 2; files.containsKey(name) && !content.equals(files.get(name)); i++) {
            name = plain + "-" + i + ending;
        }
        files.put(name, content);
    }

    private void checkFree(Path folder) {
        files.forEach((name, content) -> {
            Optional<Bytes> there = BoundedFile.read(folder.resolve(name), Evidence.MAX_DOCUMENT);
            if (there.isPresent() && !there.get().equals(content)) {
                throw new ConflictException(
                        folder.resolve(name) + " holds another document; nothing was written",
                        "export into a folder of its own");
            }
        });
    }

    private static void store(Path folder, String name, Bytes content) {
        int slash = name.lastIndexOf('/') + 1;
        Path parent = folder.resolve(name.substring(0, slash));
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw new StorageException("folder " + parent + " cannot be made: " + e.getMessage(), e);
        }
        AtomicFile.write(parent, name.substring(slash), false, content::writeTo);
    }
}
