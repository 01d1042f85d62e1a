package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.Signed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who signed and who must still: the old threshold of root and the new one (TUF 5.3.4), distinct keys alone. */
class SigningProgressTest {
    private final DraftedRepository repository = new DraftedRepository();
    private final Signer ann = TestKeys.seeded("ann");
    private final Signer bob = TestKeys.seeded("bob");
    private final Signer cat = TestKeys.seeded("cat");
    private final Signer dan = TestKeys.seeded("dan");

    /** Root is signed by two of Ann, Bob and Cat; the next one by two of Bob, Cat and Dan. */
    @BeforeEach
    void twoOfThree() {
        Signer first = TestKeys.seeded("root");
        repository.rotate(
                draft -> draft.addKey(RoleName.ROOT, ann.publicKey())
                        .addKey(RoleName.ROOT, bob.publicKey())
                        .addKey(RoleName.ROOT, cat.publicKey())
                        .removeKey(RoleName.ROOT, first.keyId())
                        .threshold(RoleName.ROOT, 2),
                ann,
                bob);
        repository.signedBy(RoleName.ROOT, ann, bob);
    }

    private RoleFile next() {
        return RootDraft.next(repository.root(), repository.month())
                .removeKey(RoleName.ROOT, ann.keyId())
                .addKey(RoleName.ROOT, dan.publicKey())
                .unsigned();
    }

    private SigningProgress progress(RoleFile file) {
        return SigningProgress.ofRoot(Optional.of(repository.root()), file).orThrow();
    }

    @Test
    void tuf534_bothThresholdsAreDemandedAndOneKeyCanServeBoth() {
        RoleFile staged = next();
        Signed<Root> old = repository.root();
        Map<List<Signer>, Boolean> enough = new LinkedHashMap<>();
        enough.put(List.of(ann, bob), false);
        enough.put(List.of(cat, dan), false);
        enough.put(List.of(ann, dan), false);
        enough.put(List.of(bob, cat), true);
        enough.put(List.of(ann, bob, dan), true);
        enough.put(List.of(ann, cat, dan), true);

        enough.forEach((signers, yes) -> {
            RoleFile file = staged.withSignatures(signers);
            assertThat(progress(file).needed() == 0).as(signers.toString()).isEqualTo(yes);
            boolean accepted = Rooted.pinned(old.raw(), dev.bulla.testkit.SimulatedPublisher.NOW)
                            .then(trusted -> trusted.next(file.bytes()))
                    instanceof dev.bulla.outcome.Step.Done<Rooted>;
            assertThat(accepted).as("client, %s", signers).isEqualTo(yes);
        });
    }

    @Test
    void whoIsMissingIsSaidForEachDemand() {
        SigningProgress progress = progress(next().withSignatures(List.of(ann)));

        assertThat(progress.what()).isEqualTo("root v3");
        assertThat(progress.demands()).hasSize(2);
        assertThat(progress.demands().get(0).by()).isEqualTo("root v2");
        assertThat(progress.demands().get(0).missing()).containsExactly(bob.keyId(), cat.keyId());
        assertThat(progress.demands().get(0).needed()).isEqualTo(1);
        assertThat(progress.demands().get(1).missing()).containsExactly(bob.keyId(), cat.keyId(), dan.keyId());
        assertThat(progress.needed()).isEqualTo(2);
        assertThat(progress.wants(dan.keyId())).isTrue();
        assertThat(progress.wants(ann.keyId())).isFalse();
        Reason reason = SimulatedClient.reasonOf(progress.demandComplete());
        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.message()).isEqualTo("root v3 has 1 of 2 signatures that root v2 demands");
        assertThat(reason.hints()).hasSize(2);
    }

    @Test
    void aDemandThatIsMetWantsNobody() {
        SigningProgress progress = progress(next().withSignatures(List.of(ann, bob)));

        assertThat(progress.wants(cat.keyId())).isTrue();
        assertThat(progress.wants(ann.keyId())).isFalse();
        assertThat(progress(next().withSignatures(List.of(bob, cat))).wants(dan.keyId()))
                .isFalse();
        assertThat(progress(next().withSignatures(List.of(bob, cat)))
                        .demandComplete()
                        .orThrow()
                        .needed())
                .isZero();
    }

    @Test
    void theFirstRootVouchesForItselfAlone() {
        RoleFile first = RootDraft.next(repository.root(), repository.month()).unsigned();

        SigningProgress progress =
                SigningProgress.ofRoot(Optional.empty(), first).orThrow();

        assertThat(progress.demands()).hasSize(1);
        assertThat(progress.needed()).isEqualTo(2);
    }

    @Test
    void oneKeyUnderTwoIdsIsCountedAndMissedOnce() {
        KeyId alias = new KeyId("alias");
        RoleKeys keys = new RoleKeys(
                List.of(ann.keyId(), alias, bob.keyId()),
                Map.of(
                        ann.keyId(),
                        ann.publicKey().toJson(),
                        alias,
                        ann.publicKey().toJson(),
                        bob.keyId(),
                        bob.publicKey().toJson()),
                2);
        RoleFile staged = TargetsDraft.create(repository.month()).unsigned();
        RoleFile twice = staged.withSignatures(List.of(ann, new RoleSigner(alias, ann)));

        SigningProgress none =
                SigningProgress.of(staged, RoleName.TARGETS, keys, "root v2").orThrow();
        SigningProgress one =
                SigningProgress.of(twice, RoleName.TARGETS, keys, "root v2").orThrow();

        assertThat(none.demands().get(0).missing()).containsExactly(ann.keyId(), bob.keyId());
        assertThat(one.needed()).isEqualTo(1);
        assertThat(one.demands().get(0).missing()).containsExactly(bob.keyId());
    }

    @Test
    void tap12_aSignerSignsUnderTheIdThatTheRoleGivesItsKey() {
        KeyId opaque = new KeyId("opaque");
        RoleKeys keys =
                new RoleKeys(List.of(opaque), Map.of(opaque, ann.publicKey().toJson()), 1);
        RoleFile staged = TargetsDraft.create(repository.month()).unsigned();

        Signer named = RoleSigner.of(ann, keys).orElseThrow();

        assertThat(RoleSigner.of(bob, keys)).isEmpty();
        assertThat(SigningProgress.of(staged.withSignatures(List.of(named)), RoleName.TARGETS, keys, "root v1")
                        .orThrow()
                        .needed())
                .isZero();
        assertThat(SigningProgress.of(staged.withSignatures(List.of(ann)), RoleName.TARGETS, keys, "root v1")
                        .orThrow()
                        .needed())
                .isEqualTo(1);
    }

    @Test
    void aFileOfAnotherTypeIsNoRoot() {
        assertThat(SimulatedClient.reasonOf(SigningProgress.ofRoot(Optional.empty(), repository.file(RoleName.TARGETS)))
                        .code())
                .isEqualTo(ReasonCode.MALFORMED);
        assertThat(repository
                        .file(RoleName.ROOT)
                        .read(RoleFormat.ROOT)
                        .orThrow()
                        .role()
                        .version())
                .isEqualTo(2);
    }
}
