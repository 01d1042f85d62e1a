package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the drafts write is what the client of the same project accepts (tuf.md 10). */
class DraftsTest {
    private static final RoleName RELEASES = new RoleName("targets/releases");
    private static final TargetPath PATH = new TargetPath("example.com/acme/app:1");

    private final DraftedRepository repository = new DraftedRepository();
    private final Signer releases = TestKeys.seeded(RELEASES.value());

    static TargetInfo info(String content) {
        Bytes bytes = Bytes.utf8(content);
        return TargetInfo.of(bytes.length(), Hashes.sha256Of(bytes), Optional.empty());
    }

    @Test
    void aRepositoryOfDraftsVerifiesAndADelegatedRoleVouches() {
        repository
                .edit(
                        RoleName.TARGETS,
                        draft -> draft.delegate(
                                Delegation.of(RELEASES, List.of(releases.publicKey()), 1, "example.com/acme/*:*")))
                .edit(RELEASES, draft -> draft.target(PATH, info("content")))
                .publish();

        Found found =
                repository.update(repository.pinned()).orThrow().find(PATH).orThrow();

        assertThat(found.chain()).containsExactly(RoleName.TARGETS, RELEASES);
        assertThat(found.info().agreesWith(info("content"))).isTrue();
    }

    @Test
    void aRoleThatNobodyCouldSignIsRefused() {
        assertThatThrownBy(() -> RootDraft.next(repository.root(), repository.month())
                        .threshold(RoleName.TARGETS, 2)
                        .unsigned())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("targets would need 2 signatures and has one key");
    }

    @Test
    void whatIsWrittenIsCanonicalAsItStands() {
        RoleFile file = repository.file(RoleName.TARGETS);

        assertThat(OlpcWriter.write(repository.targets(RoleName.TARGETS).json()))
                .isEqualTo(file.canonical());
        assertThat(file.bytes().asUtf8().orElseThrow())
                .startsWith("{\"signatures\":[{\"keyid\":\"")
                .contains("\"signed\":" + file.canonical().asUtf8().orElseThrow() + "}");
    }
}
