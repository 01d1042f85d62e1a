package dev.bulla.publish;

import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.Step;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.resolve.HeadSource;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.RequestLog;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.HashBins;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A namespace with as many bundles as asked for, in a registry of the test kit: its role files are made in memory and
 * written in one go, as if all bundles had been signed one by one.
 */
final class BinnedNamespace implements AutoCloseable {
    final LoopbackRegistry registry = LoopbackRegistry.start();
    final Scene scene;
    private Optional<HashBins> bins = Optional.empty();

    private BinnedNamespace() {
        this.scene = new Scene(open());
    }

    /** So many bundles in {@code targets/releases}, in bins where there are enough of them. */
    static BinnedNamespace of(int bundles, OptionalInt bits) {
        BinnedNamespace namespace = new BinnedNamespace();
        namespace.scene.founded(Profile.MVP_INTOTO);
        namespace.scene.repository().publish(namespace.filling(bundles, bits), namespace.roles());
        return namespace;
    }

    OnlineRoles roles() {
        return scene.roles(scene.online);
    }

    /** Another process of a publisher or consumer. */
    Store open() {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "acme/tuf"),
                RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(Scene.NOW))));
    }

    static NewTarget bundle(int number) {
        return Scene.target(name(number), "bundle " + number);
    }

    static TargetPath path(int number) {
        return Scene.path(name(number));
    }

    private static String name(int number) {
        return "shop-" + number + ":1.0.0";
    }

    private RoleEdits filling(int bundles, OptionalInt bits) {
        Map<TargetPath, TargetInfo> entries = new LinkedHashMap<>();
        for (int i = 0; i < bundles; i++) {
            entries.put(path(i), bundle(i).entry(Optional.empty(), scene.now));
        }
        return new RoleEdits() {
            @Override
            public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing) {
                Standing now = standing.orElseThrow();
                Signed<Targets> releases = now.edge(Profile.RELEASES)
                        .flatMap(now::role)
                        .map(Step::orThrow)
                        .orElseThrow();
                return Optional.of(files(releases, entries, bits));
            }

            @Override
            public boolean isIn(Standing standing) {
                return false;
            }
        };
    }

    private Map<RoleName, RoleFile> files(
            Signed<Targets> releases, Map<TargetPath, TargetInfo> entries, OptionalInt bits) {
        Expiry expiry = Expiry.after(scene.now, Duration.ofDays(31));
        TargetsDraft next = TargetsDraft.next(releases, expiry);
        Map<RoleName, RoleFile> files = new LinkedHashMap<>();
        if (bits.isEmpty()) {
            files.put(Profile.RELEASES, signed(next.targets(entries)));
            return files;
        }
        HashBins bins = new HashBins(bits.getAsInt(), "bin", Scene.keys(scene.releases), 1);
        this.bins = Optional.of(bins);
        Map<RoleName, Map<TargetPath, TargetInfo>> split = new LinkedHashMap<>();
        bins.names().forEach(name -> split.put(name, new LinkedHashMap<>()));
        entries.forEach(
                (path, info) -> split.getOrDefault(bins.binOf(path), Map.of()).put(path, info));
        files.put(Profile.RELEASES, signed(next.bins(bins)));
        split.forEach((name, some) -> files.put(
                name,
                signed(TargetsDraft.create(expiry)
                        .targets(some)
                        .extension(RoleLives.SIGNED_AT, OnlineRoles.time(scene.now)))));
        return files;
    }

    /** The role above the bins and other bins, all empty, as its holder would hand them over. */
    Map<RoleName, RoleFile> split(int bits) {
        Signed<Targets> releases = scene.standing()
                .edge(Profile.RELEASES)
                .flatMap(scene.standing()::role)
                .map(Step::orThrow)
                .orElseThrow();
        return files(releases, Map.of(), OptionalInt.of(bits));
    }

    private RoleFile signed(TargetsDraft draft) {
        return draft.sign(List.of(scene.releases));
    }

    /** A consumer without memory looks a bundle up. */
    void lookUp(int number) {
        try (Store store = open()) {
            lookUp(HeadSource.at(store).orElseThrow(), SimulatedMemory.pinned(scene.pinned()), number);
        }
    }

    static void lookUp(RoleSource source, SimulatedMemory memory, int number) {
        new Client(source, memory, TufLimits.defaults(), line -> {})
                .refresh(Scene.NOW)
                .orThrow()
                .find(path(number))
                .orThrow();
    }

    /** The bin of a bundle. */
    RoleName binOf(int number) {
        return bins.orElseThrow().binOf(path(number));
    }

    /** Bytes of bodies in both directions since the log was cleared. */
    long bytes() {
        return registry.log().entries().stream()
                .mapToLong(entry -> entry.bodyLength() + entry.answerLength())
                .sum();
    }

    /** What was asked since the log was cleared, a line each. */
    List<String> requests() {
        return registry.log().entries().stream().map(RequestLog.Entry::toString).toList();
    }

    void clearLog() {
        registry.log().clear();
    }

    @Override
    public void close() {
        scene.store.close();
        registry.close();
    }
}
