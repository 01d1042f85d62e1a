package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the drafts write is what the client of the same project accepts (tuf.md 10), and what they refuse to write. */
class DraftsTest {
    private static final RoleName RELEASES = new RoleName("targets/releases");
    private static final TargetPath PATH = new TargetPath("example.com/acme/app:1");
    private static final Instant NOW = SimulatedPublisher.NOW;
    private static final Expiry YEAR = Expiry.after(NOW, Duration.ofDays(365));

    private final DraftedRepository repository = new DraftedRepository();
    private final PublicKey releases = TestKeys.seeded(RELEASES.value()).publicKey();

    static TargetInfo info(String content) {
        Bytes bytes = Bytes.utf8(content);
        return TargetInfo.of(bytes.length(), Hashes.sha256Of(bytes), Optional.empty());
    }

    private DraftedRepository withReleases() {
        return repository
                .edit(
                        RoleName.TARGETS,
                        draft -> draft.delegate(Delegation.of(RELEASES, List.of(releases), 1, "example.com/acme/*:*")))
                .edit(RELEASES, draft -> draft.target(PATH, info("content")))
                .publish();
    }

    @Test
    void aRepositoryOfDraftsVerifiesAndADelegatedRoleVouches() {
        withReleases();

        Found found =
                repository.update(repository.pinned()).orThrow().find(PATH).orThrow();

        assertThat(found.chain()).containsExactly(RoleName.TARGETS, RELEASES);
        assertThat(found.info().agreesWith(info("content"))).isTrue();
    }

    @Test
    void theNextVersionOfEveryRoleIsAcceptedByAClientThatKnowsTheOneBefore() {
        var memory = withReleases().pinned();
        repository.update(memory).orThrow();
        Signer second = TestKeys.seeded("second");

        repository
                .rotate(draft ->
                        draft.addKey(RoleName.TARGETS, second.publicKey()).threshold(RoleName.TARGETS, 2))
                .signedBy(RoleName.TARGETS, TestKeys.seeded("targets"), second)
                .edit(RoleName.TARGETS, draft -> draft.undelegate(RELEASES).target(PATH, info("other")))
                .publish();

        Found found = repository.update(memory).orThrow().find(PATH).orThrow();
        assertThat(found.chain()).containsExactly(RoleName.TARGETS);
        assertThat(found.info().agreesWith(info("other"))).isTrue();
    }

    @Test
    void olpc_theBytesOfARootAreThoseThatAnotherImplementationWrites() {
        Signer golden = TestKeys.golden();
        RootDraft draft = RootDraft.create(YEAR).extension("x-origin", Json.text("example.com/acme"));
        for (RoleName role : List.of(RoleName.ROOT, RoleName.SNAPSHOT, RoleName.TARGETS, RoleName.TIMESTAMP)) {
            draft = draft.addKey(role, golden.publicKey());
        }

        Bytes file = draft.sign(List.of(golden)).bytes();

        // computed with the json and hashlib modules of Python and the Ed25519 of RFC 8032 section 6
        assertThat(HashFunction.SHA256.hash(file).hex())
                .isEqualTo("a7486ea9c1fbfdec2a9a08dad2992fe832946d24338709eb2939d1e0ed725cdd");
    }

    @Test
    void olpc_pathsAreSortedByCodePointAsOtherImplementationsDo() {
        TargetsDraft draft = TargetsDraft.create(YEAR);
        for (String path : List.of("z", "\uD83D\uDE00", "\uFFFF", "quote\"and\\", PATH.value())) {
            draft = draft.target(new TargetPath(path), info("content"));
        }

        Bytes file = draft.sign(List.of(TestKeys.golden())).bytes();

        assertThat(HashFunction.SHA256.hash(file).hex())
                .isEqualTo("c8e500e509b8b8297108fbb100550ba06e39b6b0df199db3bd9478cbe39cf734");
    }

    @Test
    void tufMd3_aControlCharacterIsEscapedOnTheWireAndRawInWhatIsSigned() {
        RoleFile file = TargetsDraft.create(YEAR)
                .target(new TargetPath("line\nfeed\u0001"), info("content"))
                .sign(List.of(TestKeys.golden()));

        assertThat(file.bytes().asUtf8().orElseThrow()).contains("line\\nfeed\\u0001");
        assertThat(file.canonical().asUtf8().orElseThrow()).contains("line\nfeed\u0001");
        assertThat(file.canonical())
                .isEqualTo(
                        OlpcWriter.write(file.read(RoleFormat.TARGETS).orThrow().json()));
    }

    @Test
    void aRoleThatNobodyCouldSignIsRefused() {
        assertThatThrownBy(() -> RootDraft.next(repository.root(), YEAR)
                        .threshold(RoleName.TARGETS, 2)
                        .unsigned())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("targets would need 2 signatures and has one key");
        assertThatThrownBy(() -> RootDraft.create(YEAR).unsigned()).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> TargetsDraft.create(YEAR)
                        .delegate(Delegation.of(RELEASES, List.of(releases), 2, "*"))
                        .unsigned())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("targets/releases would need 2 signatures");
        assertThatThrownBy(() -> RootDraft.next(repository.root(), YEAR).threshold(RoleName.ROOT, 0))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void oneKeyUnderTwoIdsDoesNotMakeAThresholdOfTwoSatisfiable() {
        PublicKey key = TestKeys.seeded("snapshot").publicKey();
        Json.Obj root = repository.root().json();
        Json.Obj keys = ((Json.Obj) root.get("keys").orElseThrow()).with("alias", key.toJson());
        Json.Obj roles = (Json.Obj) root.get("roles").orElseThrow();
        Json.Obj entry = Json.Obj.empty()
                .with(
                        "keyids",
                        new Json.Arr(List.of(
                                Json.text("alias"), Json.text(key.computedId().value()))))
                .with("threshold", Json.whole(1));
        RoleFile twice = DraftJson.file(root.with("keys", keys).with("roles", roles.with("snapshot", entry)));

        assertThatThrownBy(() -> RootDraft.next(twice.read(RoleFormat.ROOT).orThrow(), YEAR)
                        .threshold(RoleName.SNAPSHOT, 2)
                        .unsigned())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has one key");
    }

    @Test
    void removingTheLastUseOfAKeyRemovesItsObject() {
        Signer second = TestKeys.seeded("second");
        KeyId id = second.keyId();
        repository.rotate(draft ->
                draft.addKey(RoleName.SNAPSHOT, second.publicKey()).addKey(RoleName.TIMESTAMP, second.publicKey()));

        RootDraft draft = RootDraft.next(repository.root(), YEAR).removeKey(RoleName.SNAPSHOT, id);
        assertThat(draft.unsigned().read(RoleFormat.ROOT).orThrow().role().keys())
                .containsKey(id);
        assertThat(draft.removeKey(RoleName.TIMESTAMP, id)
                        .unsigned()
                        .read(RoleFormat.ROOT)
                        .orThrow()
                        .role()
                        .keys())
                .doesNotContainKey(id);
    }

    @Test
    void editsOfKeysThatCannotBeMeantAreRefused() {
        RootDraft draft = RootDraft.next(repository.root(), YEAR);
        PublicKey targets = TestKeys.seeded("targets").publicKey();

        assertThatThrownBy(() -> draft.addKey(RoleName.TARGETS, targets)).hasMessageContaining("already");
        assertThatThrownBy(() -> draft.removeKey(RoleName.TARGETS, new KeyId("none")))
                .hasMessageContaining("has no key none");
        assertThatThrownBy(() -> draft.addKey(RELEASES, targets)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> draft.extension("roles", Json.text("")))
                .hasMessageContaining("TUF defines")
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> draft.extension("version", Json.whole(9))).isInstanceOf(UsageException.class);
    }

    @Test
    void tufMd10_expiryLiesAheadAndNoMoreThanTenYears() {
        assertThat(Expiry.after(NOW, Duration.ofDays(3652)).toString()).isEqualTo("2036-05-31T12:00:00Z");
        for (Duration life : List.of(
                Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(3654), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> Expiry.after(NOW, life)).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void theLastVersionHasNoNext() {
        RoleFile last = DraftJson.file(
                repository.targets(RoleName.TARGETS).json().with("version", Json.whole(TufLimits.MAX_VERSION)));
        RoleFile before = DraftJson.file(
                repository.targets(RoleName.TARGETS).json().with("version", Json.whole(TufLimits.MAX_VERSION - 1)));

        assertThat(TargetsDraft.next(before.read(RoleFormat.TARGETS).orThrow(), YEAR)
                        .unsigned()
                        .version())
                .isEqualTo(TufLimits.MAX_VERSION);
        assertThatThrownBy(() -> TargetsDraft.next(last.read(RoleFormat.TARGETS).orThrow(), YEAR))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no targets can follow version 2147483647");
    }

    @Test
    void theLatestEditOfAPathCounts() {
        TargetPath other = new TargetPath("other");
        TargetsDraft draft = TargetsDraft.create(YEAR)
                .targets(Map.of(PATH, info("first"), other, info("first")))
                .target(PATH, info("second"))
                .removeTarget(other)
                .removeTarget(new TargetPath("never there"));
        RoleFile file = draft.unsigned();

        assertThat(file.read(RoleFormat.TARGETS).orThrow().role().paths()).containsExactly(PATH);
        RoleFile next = TargetsDraft.next(file.read(RoleFormat.TARGETS).orThrow(), YEAR)
                .removeTarget(PATH)
                .target(PATH, info("third"))
                .unsigned();
        assertThat(next.read(RoleFormat.TARGETS).orThrow().role().target(PATH).orElseThrow())
                .isEqualTo(info("third"));
        assertThat(draft.unsigned()).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot"})
    void aSnapshotListsTargetsRolesAlone(String role) {
        SnapshotDraft draft = SnapshotDraft.create(YEAR);
        FileInfo info = repository.file(RoleName.TARGETS).info();

        assertThatThrownBy(() -> draft.lists(new RoleName(role), info)).isInstanceOf(UsageException.class);
    }

    @Test
    void tufMd10_entriesOfTimestampAndSnapshotHaveLengthAndHash() {
        FileInfo version = new FileInfo(1, OptionalLong.empty(), Optional.empty());

        assertThatThrownBy(() -> SnapshotDraft.create(YEAR).lists(RELEASES, version))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> TimestampDraft.create(YEAR).names(version)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> TimestampDraft.create(YEAR).unsigned()).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SnapshotDraft.create(YEAR).unsigned()).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> SnapshotDraft.create(YEAR).drops(RELEASES)).hasMessageContaining("does not list");
    }
}
