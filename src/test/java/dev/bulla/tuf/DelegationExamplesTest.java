package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The delegations of the Diplomat paper and of CNAB-Sec 301. */
class DelegationExamplesTest {
    private static final String BUNDLE = "example.com/example-org/example-bundle";
    private static final String SHA = "eb4189fc29d97463822ecd6409677e9a4fcb9d66d9bee392e9f9aece0917fc09";
    private static final String LINK = BUNDLE + "/in-toto-metadata/" + SHA + "/step1.87d52666.link";

    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedClient client = new SimulatedClient(publisher);

    private List<String> chainOf(String path) {
        return client.found(path).chain().stream().map(RoleName::value).toList();
    }

    @Test
    void diplomat_theMoreSpecificDelegateOfTheDelegateGetsItsFilesAndNoMore() {
        publisher
                .delegate("targets", "alice", entry -> entry.with("paths", RoleDocuments.texts("Django-*")))
                .delegate("alice", "bob", entry -> entry.with("paths", RoleDocuments.texts("Django-*.tar.gz")))
                .target("bob", "Django-1.7.1.tar.gz", "by Bob")
                .target("bob", "Django-1.7.1.exe", "not for Bob to say")
                .target("bob", "Flask-1.0.tar.gz", "nor this")
                .target("alice", "Django-1.7.1.exe", "by Alice")
                .publish("targets");

        assertThat(chainOf("Django-1.7.1.tar.gz")).containsExactly("targets", "alice", "bob");
        assertThat(chainOf("Django-1.7.1.exe")).containsExactly("targets", "alice");
        assertThat(client.found("Django-1.7.1.exe").info().length()).isEqualTo("by Alice".length());
        client.notFound("Flask-1.0.tar.gz", ReasonCode.NOT_A_TARGET);
    }

    private void listing301(String delegated) {
        publisher
                .delegate(
                        "targets",
                        "targets/releases",
                        entry -> entry.without("terminating")
                                .with(
                                        "paths",
                                        RoleDocuments.texts(
                                                delegated + ":*", delegated + "/in-toto-metadata/*/*.link")))
                .target("targets", BUNDLE + "/in-toto-metadata/root.layout", "layout")
                .target("targets/releases", BUNDLE + ":latest", "bundle")
                .target("targets/releases", LINK, "link")
                .set("targets/releases", "delegations", Json.Obj.empty())
                .publish("targets");
    }

    @Test
    void cnabSec301_theMinimalListingVerifies() {
        publisher.target("targets", BUNDLE + ":latest", "bundle");
        publisher.set("targets", "delegations", Json.Obj.empty()).publish("targets");

        assertThat(chainOf(BUNDLE + ":latest")).containsExactly("targets");
    }

    @Test
    void cnabSec301_theListingWhosePathsDoNotCoverItsTargetsIsRefusedAndSaysWhy() {
        listing301("example.com/example/example-image");

        Reason reason = client.notFound(BUNDLE + ":latest", ReasonCode.NOT_A_TARGET);

        assertThat(reason.facts()).containsEntry("section", "5.7.2");
        assertThat(reason.hints())
                .containsExactly("targets delegates example.com/example/example-image:*,"
                        + " example.com/example/example-image/in-toto-metadata/*/*.link to targets/releases,"
                        + " which does not cover the target");
    }

    @Test
    void cnabSec301_theCorrectedListingVerifies() {
        listing301(BUNDLE);

        assertThat(chainOf(BUNDLE + ":latest")).containsExactly("targets", "targets/releases");
        assertThat(chainOf(LINK)).containsExactly("targets", "targets/releases");
        assertThat(chainOf(BUNDLE + "/in-toto-metadata/root.layout")).containsExactly("targets");
        assertThat(client.requests()).noneMatch(request -> request.contains("/"));
    }
}
