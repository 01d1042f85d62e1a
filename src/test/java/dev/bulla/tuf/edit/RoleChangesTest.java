package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a new version changes is shown before anyone signs it (tuf.md 10). */
class RoleChangesTest {
    private static final Expiry MONTH = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(30));
    private static final Expiry YEAR = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(365));
    private static final String CONTENT =
            "7 bytes, sha256 ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

    private final DraftedRepository repository = new DraftedRepository();
    private final PublicKey ann = TestKeys.seeded("ann").publicKey();
    private final PublicKey bob = TestKeys.seeded("bob").publicKey();

    private static Signed<Targets> targets(TargetsDraft draft) {
        return draft.unsigned().read(RoleFormat.TARGETS).orThrow();
    }

    private static <R extends Role> List<String> lines(Signed<R> before, Signed<R> after) {
        return RoleChanges.between(Optional.of(before), after).lines();
    }

    @Test
    void ofRoot() {
        Signer old = TestKeys.seeded("targets");
        Signed<dev.bulla.tuf.Root> after = RootDraft.next(repository.root(), YEAR)
                .addKey(RoleName.TARGETS, ann)
                .addKey(RoleName.TARGETS, bob)
                .removeKey(RoleName.TARGETS, old.keyId())
                .threshold(RoleName.TARGETS, 2)
                .extension("x-note", Json.text("by Ann"))
                .unsigned()
                .read(RoleFormat.ROOT)
                .orThrow();

        assertThat(lines(repository.root(), after))
                .containsExactly(
                        "version 1 → 2",
                        "expires 2026-07-01T12:00:00Z → 2027-06-01T12:00:00Z",
                        "targets: key removed: " + old.keyId() + " ed25519",
                        "targets: key added: " + ann.computedId() + " ed25519",
                        "targets: key added: " + bob.computedId() + " ed25519",
                        "targets: threshold 1 → 2",
                        "x-note: nothing → \"by Ann\"");
    }

    @Test
    void aKeyObjectThatIsExchangedUnderAnIdThatStaysIsShownAndItsTrueIdToo() {
        Json.Obj root = repository.root().json();
        String id = TestKeys.seeded("targets").keyId().value();
        Json.Obj keys = ((Json.Obj) root.get("keys").orElseThrow()).with(id, ann.toJson());
        Signed<dev.bulla.tuf.Root> after =
                DraftJson.file(root.with("keys", keys)).read(RoleFormat.ROOT).orThrow();

        assertThat(lines(repository.root(), after).get(1))
                .startsWith("keys." + id + ": {")
                .contains(" → ", ann.publicValue());
        assertThat(RoleChanges.between(Optional.empty(), after).lines())
                .contains("targets: key added: " + id + " ed25519, whose computed id is " + ann.computedId());
    }

    @Test
    void ofTargets() {
        TargetPath a = new TargetPath("a");
        TargetPath b = new TargetPath("b");
        TargetPath c = new TargetPath("c");
        Signed<Targets> before = targets(
                TargetsDraft.create(MONTH).target(a, DraftsTest.info("content")).target(b, DraftsTest.info("content")));
        Signed<Targets> after = targets(TargetsDraft.next(before, MONTH)
                .target(a, DraftsTest.info("other"))
                .removeTarget(b)
                .target(c, DraftsTest.info("content")));

        assertThat(lines(before, after))
                .containsExactly(
                        "version 1 → 2",
                        "target a changed: " + CONTENT
                                + " → 5 bytes, sha256 d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa",
                        "target b removed: " + CONTENT,
                        "target c added: " + CONTENT);
    }

    @Test
    void anEntryThatChangesInItsCustomDataAloneIsShown() {
        TargetPath a = new TargetPath("a");
        Signed<Targets> before = targets(TargetsDraft.create(MONTH).target(a, DraftsTest.info("content")));
        dev.bulla.tuf.TargetInfo plain = DraftsTest.info("content");
        Signed<Targets> after = targets(TargetsDraft.next(before, MONTH)
                .target(
                        a,
                        dev.bulla.tuf.TargetInfo.of(
                                plain.length(),
                                plain.hashes(),
                                Optional.of(Json.Obj.empty().with("seq", Json.whole(4))))));

        assertThat(lines(before, after))
                .last()
                .isEqualTo("target a changed: the same content, custom nothing → {\"seq\":4}");
    }

    @Test
    void ofDelegations() {
        RoleName one = new RoleName("one");
        RoleName two = new RoleName("two");
        RoleName three = new RoleName("three");
        Signed<Targets> before = targets(TargetsDraft.create(MONTH)
                .delegate(Delegation.of(one, List.of(ann), 1, "1/*", "x"))
                .delegate(Delegation.of(two, List.of(ann), 1, "2/*"))
                .delegate(Delegation.of(three, List.of(bob), 1, "3/*")));
        Signed<Targets> after = targets(TargetsDraft.next(before, MONTH)
                .undelegate(three)
                .move(two, 0)
                .paths(one, List.of(new PathPattern("x"), new PathPattern("y")))
                .terminating(two, true)
                .delegate(Delegation.of(new RoleName("four"), List.of(ann), 1, "4/*")
                        .ending()));

        assertThat(lines(before, after))
                .containsExactly(
                        "version 1 → 2",
                        "delegation to three removed",
                        "three: key removed: " + bob.computedId() + " ed25519",
                        "three: no longer trusted for 3/*",
                        "two: now terminating",
                        "one: no longer trusted for 1/*",
                        "one: trusted for y",
                        "delegation to four added, terminating",
                        "four: key added: " + ann.computedId() + " ed25519",
                        "four: threshold 1",
                        "four: trusted for 4/*",
                        "delegation to two is asked as number 1, before it was as number 2",
                        "delegation to one is asked as number 2, before it was as number 1");
    }

    @Test
    void ofBins() {
        Signed<Targets> before = targets(TargetsDraft.create(MONTH).bins(new HashBins(4, "bin", List.of(ann), 1)));
        Signed<Targets> after =
                targets(TargetsDraft.next(before, MONTH).bins(new HashBins(5, "bin", List.of(ann, bob), 2)));

        assertThat(lines(before, after))
                .containsExactly(
                        "version 1 → 2",
                        "bins: 16 called bin-… → 32 called bin-…",
                        "bin-…: key added: " + bob.computedId() + " ed25519",
                        "bin-…: threshold 1 → 2");
    }

    @Test
    void ofSnapshotAndTimestamp() {
        Signed<dev.bulla.tuf.Snapshot> snapshot =
                repository.file(RoleName.SNAPSHOT).read(RoleFormat.SNAPSHOT).orThrow();
        Signed<dev.bulla.tuf.Timestamp> timestamp =
                repository.file(RoleName.TIMESTAMP).read(RoleFormat.TIMESTAMP).orThrow();
        RoleName more = new RoleName("more");
        repository.edit(more, draft -> draft).publish();

        List<String> lines = lines(
                snapshot,
                repository.file(RoleName.SNAPSHOT).read(RoleFormat.SNAPSHOT).orThrow());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("more listed: version 1, ").contains(" bytes, sha256 ");
        assertThat(lines(
                        timestamp,
                        repository
                                .file(RoleName.TIMESTAMP)
                                .read(RoleFormat.TIMESTAMP)
                                .orThrow()))
                .last()
                .asString()
                .startsWith("snapshot: version 1, ")
                .contains(" → version 2, ");
    }

    @Test
    void targetsCannotPushDelegationsOutOfTheListAndTheRestIsCounted() {
        Map<TargetPath, dev.bulla.tuf.TargetInfo> many = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            many.put(new TargetPath(" " + i), DraftsTest.info("content"));
        }
        RoleChanges changes = RoleChanges.between(
                Optional.empty(),
                targets(TargetsDraft.create(MONTH)
                        .targets(many)
                        .delegate(Delegation.of(new RoleName("thief"), List.of(ann), 1, "*"))));

        assertThat(changes.listed()).hasSize(RoleChanges.MOST);
        assertThat(changes.count()).isEqualTo(2 + 4 + 5000);
        assertThat(changes.lines()).contains("delegation to thief added").last().isEqualTo("and 4006 more changes");
    }

    @Test
    void noLineSteersATerminalOrHidesTheEndOfAName() {
        String name = "x".repeat(1000) + "\u001b[2K\r\n\u202e" + "end";
        RoleChanges changes = RoleChanges.between(
                Optional.empty(),
                targets(TargetsDraft.create(MONTH)
                        .target(new TargetPath(name), DraftsTest.info("content"))
                        .extension("x-\u001b]", Json.text("\u009b31m"))
                        .delegate(Delegation.of(new RoleName("r\u001b"), List.of(ann), 1, "p\u0007"))));

        assertThat(changes.lines())
                .allSatisfy(line -> assertThat(line.codePoints()).noneMatch(dev.bulla.bytes.Quoted::steers));
        assertThat(changes.lines()).last().asString().contains("end added: 7 bytes");
    }
}
