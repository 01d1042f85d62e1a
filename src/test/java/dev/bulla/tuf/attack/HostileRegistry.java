package dev.bulla.tuf.attack;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.edit.RoleFile;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves what an attacker wants to be served. Of several files of a role it gives the one that is asked for by hash, else
 * by version, else the last one.
 */
final class HostileRegistry implements RoleSource {
    private final Map<Long, Bytes> roots = new LinkedHashMap<>();
    private final Map<RoleName, List<RoleFile>> files = new LinkedHashMap<>();
    private Bytes timestamp = Bytes.empty();

    /** Serves this file. */
    HostileRegistry with(RoleName role, RoleFile file) {
        switch (role.value()) {
            case "root" -> roots.put(file.version(), file.bytes());
            case "timestamp" -> timestamp = file.bytes();
            default -> files.computeIfAbsent(role, name -> new ArrayList<>()).add(file);
        }
        return this;
    }

    /** Serves these. */
    HostileRegistry with(Map<RoleName, RoleFile> more) {
        more.forEach(this::with);
        return this;
    }

    /** Everything that is served, by role; of roots and timestamp there is one a version. */
    Map<RoleName, List<RoleFile>> served() {
        Map<RoleName, List<RoleFile>> served = new LinkedHashMap<>(files);
        served.put(
                RoleName.ROOT,
                roots.values().stream().map(HostileRegistry::file).toList());
        served.put(RoleName.TIMESTAMP, List.of(file(timestamp)));
        return served;
    }

    private static RoleFile file(Bytes bytes) {
        return RoleFile.of(bytes).orThrow();
    }

    /** Serves this file of a role and no other. */
    HostileRegistry instead(RoleName role, RoleFile file) {
        files.remove(role);
        return with(role, file);
    }

    @Override
    public Optional<Bytes> root(long version, int limit) {
        return Optional.ofNullable(roots.get(version));
    }

    @Override
    public Bytes timestamp(int limit) {
        return timestamp;
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        List<RoleFile> all = files.getOrDefault(name, List.of());
        Optional<RoleFile> chosen = all.stream()
                .filter(file -> file.info().hashes().equals(expected.hashes()))
                .findFirst()
                .or(() -> all.stream()
                        .filter(file -> file.version() == expected.version())
                        .findFirst())
                .or(() -> all.stream().reduce((first, last) -> last));
        return chosen.map(RoleFile::bytes).orElseThrow(() -> new NotFoundException("no " + name));
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        throw new NotFoundException("this registry has metadata alone");
    }
}
