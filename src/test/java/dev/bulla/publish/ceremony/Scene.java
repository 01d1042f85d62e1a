package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.List;

/** A TUF repository with 2-of-3 root and 2-of-3 targets, and staged files of it. */
final class Scene {
    static final String NAMESPACE = "registry.example/acme";

    final LocalSigner ann = TestKeys.seeded("ann");
    final LocalSigner ben = TestKeys.seeded("ben");
    final LocalSigner cleo = TestKeys.seeded("cleo");
    final SimulatedPublisher published = new SimulatedPublisher();
    private final List<NamedFile> current = new ArrayList<>();

    Scene() {
        published.rekey("root", 2, ann, ben, cleo).rekey("targets", 2, ann, ben, cleo);
        published.set("root", "x-origin", Json.text(NAMESPACE));
        published.roots().set(0, published.signed("root"));
        current.add(new NamedFile(RoleName.ROOT, published.signed("root")));
        current.add(new NamedFile(RoleName.TARGETS, published.signed("targets")));
    }

    /** The next version of targets with one more target, unsigned. */
    StagedFile target(String path) {
        published.version("targets", published.version("targets") + 1);
        published.target("targets", path, "content");
        return staged("targets");
    }

    /** Roles as the documents stand now, signed by these. */
    StagedFile staged(String role, Signer... signers) {
        return staged(List.of(file(role, signers)));
    }

    StagedFile staged(List<NamedFile> files) {
        return new StagedFile(NAMESPACE, current, files);
    }

    NamedFile file(String role, Signer... signers) {
        return new NamedFile(new RoleName(role), bytes(role, signers));
    }

    Bytes bytes(String role, Signer... signers) {
        return RoleDocuments.sign(published.document(role), List.of(signers));
    }

    /** The files that were current when the scene began. */
    List<NamedFile> current() {
        return current;
    }
}
