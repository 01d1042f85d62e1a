package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.PercentCode;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A TUF repository as plain files, the way every TUF client expects it (TUF 6): {@code N.root.json}, {@code
 * timestamp.json}, role files with a version where the repository is consistent, targets with a hash.
 *
 * @param metadata where role files are
 * @param targets where targets are
 */
record TreeSource(PlainFiles metadata, PlainFiles targets) implements RoleSource {
    @Override
    public Optional<Bytes> root(long version, int limit) {
        return metadata.get(version + ".root.json", limit);
    }

    @Override
    public Bytes timestamp(int limit) {
        return required("timestamp.json", limit);
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        String file = PercentCode.name(name.value()) + ".json";
        return required(consistent ? expected.version() + "." + file : file, limit);
    }

    private Bytes required(String address, int limit) {
        return metadata.get(address, limit)
                .orElseThrow(() -> new NotFoundException(metadata.shown(address) + " is not there"));
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        String address = address(path, consistent ? expected.hashes().prefix() + "." : "");
        // one byte more than listed is let through, for the sink to refuse
        if (!targets.download(address, sink, expected.length() + 1)) {
            throw new NotFoundException(targets.shown(address) + " is not there");
        }
    }

    /** The address of a target: its path, the last segment prefixed. */
    private static String address(TargetPath path, String prefix) {
        String text = path.value();
        checkPlain(text);
        int last = text.lastIndexOf('/') + 1;
        return PercentCode.path(text.substring(0, last))
                + PercentCode.path(prefix)
                + PercentCode.path(text.substring(last));
    }

    /** A path that could mean another place than one below the base. */
    private static void checkPlain(String path) {
        boolean plain = path.indexOf('\0') < 0 && path.indexOf('\\') < 0;
        for (String segment : path.split("/", -1)) {
            plain &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
        }
        if (!plain) {
            throw new RejectedException(Reason.of(
                            ReasonCode.MALFORMED,
                            "target path has an empty, a dot or a double dot segment and cannot be fetched")
                    .with("target", path));
        }
    }
}
