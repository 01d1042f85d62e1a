package dev.bulla.resolve;

import dev.bulla.outcome.UsageException;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.PlainGet;
import dev.bulla.tuf.RoleSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repository of plain files, opened: on web servers, in directories, or metadata here and targets there. */
final class Repositories implements AutoCloseable {
    private final boolean forbiddenIsMissing;
    private final Instant at;
    private @Nullable PlainGet web;

    private Repositories(boolean forbiddenIsMissing, Instant at) {
        this.forbiddenIsMissing = forbiddenIsMissing;
        this.at = at;
    }

    static Repositories at(Instant at, boolean forbiddenIsMissing) {
        return new Repositories(forbiddenIsMissing, at);
    }

    /** The repository with these addresses; without one for targets, none can be fetched. */
    RoleSource source(String metadata, Optional<String> targets) {
        PlainFiles roles = files(metadata);
        return new TreeSource(roles, targets.isPresent() ? files(targets.get()) : roles);
    }

    private PlainFiles files(String address) {
        try {
            if (address.startsWith("http://") || address.startsWith("https://")) {
                URI.create(address); // refused here rather than at the first request
                return new WebFiles(web(), address);
            }
            return new DirectoryFiles(address.startsWith("file:") ? Path.of(URI.create(address)) : Path.of(address));
        } catch (IllegalArgumentException e) {
            throw new UsageException("not an address of a repository: " + address, e);
        }
    }

    /** Plain HTTP is enough for metadata: whatever is believed of it is signed. */
    private PlainGet web() {
        PlainGet opened = web;
        if (opened == null) {
            opened =
                    PlainGet.with(HttpSettings.standard(InstantSource.fixed(at)).withPlainHttp(true));
            web = opened;
        }
        return forbiddenIsMissing ? opened.forbiddenIsMissing() : opened;
    }

    @Override
    public void close() {
        if (web != null) {
            web.close();
        }
    }
}
