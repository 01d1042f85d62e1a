package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TUF 5.6.7. */
class DelegationSearchTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedClient client = new SimulatedClient(publisher);

    /** Reads {@code targets>A targets>B! A>C}: delegations in order, {@code !} for terminating. */
    private void graph(String edges) {
        for (String edge : edges.split(" ", -1)) {
            String[] ends = edge.replace("!", "").split(">", -1);
            boolean terminating = edge.endsWith("!");
            publisher.delegate(ends[0], ends[1], entry -> entry.with("terminating", new Json.Bool(terminating)));
        }
        publisher.publish();
    }

    private String delegatedRolesRequested() {
        List<String> roles = new ArrayList<>();
        for (String request : client.requests()) {
            if (request.matches("1\\.[A-Z]\\.json")) {
                roles.add(request.substring(2, 3));
            }
        }
        return String.join("", roles);
    }

    @Attack({"P21", "U12", "U19"})
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "siblings in order of appearance      | targets>A targets>B targets>C                  | ABC",
                "depth before breadth                 | targets>A targets>B A>C                        | ACB",
                "two levels                           | targets>A targets>B A>C A>D B>E                | ACDBE",
                "three levels                         | targets>A A>B B>C targets>D                    | ABCD",
                "a cycle ends on its own path         | targets>A A>B B>A targets>C                    | ABC",
                "a role that delegates to itself      | targets>A A>A targets>B                        | AB",
                "a diamond is fetched once            | targets>A targets>B A>C B>C C>D                | ACDB",
                "terminating ends its siblings        | targets>A! targets>B                           | A",
                "terminating is searched below first  | targets>A! targets>B A>C                       | AC",
                "non-terminating sibling before it    | targets>A targets>B! targets>C                 | AB",
                "nested terminating ends everything   | targets>A A>B! A>C targets>D                   | AB",
                "terminating deep below               | targets>A A>B B>C! B>D A>E targets>F           | ABC",
                "terminating in a cycle               | targets>A A>B B>A! B>C targets>D               | AB",
            })
    void s5_6_7_theOrderIsPreOrderDepthFirst(String name, String edges, String visited) {
        graph(edges);

        client.notFound("missing", ReasonCode.NOT_A_TARGET);

        assertThat(delegatedRolesRequested()).as(name).isEqualTo(visited);
    }

    @Test
    void s5_6_7_theFirstRoleThatListsTheTargetWins() {
        publisher.target("targets", "x", "unused").edit("targets", t -> t.with("targets", Json.Obj.empty()));
        graph("targets>A targets>B A>C");
        publisher
                .target("B", "file", "of B")
                .target("C", "file", "of C, longer")
                .publish();

        Found found = client.found("file");

        assertThat(found.chain()).extracting(RoleName::value).containsExactly("targets", "A", "C");
        assertThat(found.info().length()).isEqualTo(12);
        assertThat(delegatedRolesRequested()).isEqualTo("AC");
    }

    @Test
    void s5_6_7_aRoleOnTheWayThatCannotBeVerifiedEndsTheSearch() {
        graph("targets>A targets>B");
        publisher.target("B", "file", "content").publish();
        publisher.signers("A").clear();
        publisher.relist();

        client.notFound("file", ReasonCode.THRESHOLD);

        assertThat(delegatedRolesRequested()).isEqualTo("A");
    }

    @Test
    void s5_6_7_aRoleOnTheWayThatCannotBeFetchedEndsTheSearch() {
        graph("targets>A targets>B");
        publisher.target("B", "file", "content").publish().remove("1.A.json");

        Lookup lookup = client.refreshed();

        Assertions.assertThatThrownBy(() -> lookup.find(new TargetPath("file"))).isInstanceOf(NotFoundException.class);
        assertThat(delegatedRolesRequested()).isEqualTo("A");
    }

    @Test
    void s5_6_7_onlyRolesEntitledToThePathOnEveryEdgeAreAsked() {
        publisher
                .delegate("targets", "A", entry -> entry.with("paths", RoleDocuments.texts("a/*")))
                .delegate("A", "B", entry -> entry.with("paths", RoleDocuments.texts("*/*")))
                .target("B", "b/file", "content")
                .target("B", "a/file", "content")
                .publish();

        client.notFound("b/file", ReasonCode.NOT_A_TARGET);
        assertThat(delegatedRolesRequested()).isEmpty();
        assertThat(client.found("a/file").chain()).hasSize(3);
    }

    @Attack({"P20", "U9"})
    @Test
    void authorityIsPerEdge_aRoleGoodForOneDelegatorIsNotThereforeGoodForAnother() {
        Signer other = TestKeys.seeded("another key for C");
        publisher
                .delegate("targets", "A", entry -> entry.with("paths", RoleDocuments.texts("a/*")))
                .delegate("targets", "B", entry -> entry.with("paths", RoleDocuments.texts("b/*")))
                .delegate("A", "C", entry -> entry.with("paths", RoleDocuments.texts("*/*")))
                .delegate(
                        "B",
                        "C",
                        entry -> entry.with("paths", RoleDocuments.texts("*/*"))
                                .with(
                                        "keyids",
                                        RoleDocuments.texts(other.keyId().value())))
                .target("C", "a/file", "content")
                .target("C", "b/file", "content")
                .publish();

        Lookup lookup = client.refreshed();
        assertThat(lookup.find(new TargetPath("a/file")).orThrow().chain()).hasSize(3);

        assertThat(SimulatedClient.reasonOf(lookup.find(new TargetPath("b/file")))
                        .code())
                .isEqualTo(ReasonCode.THRESHOLD);
        assertThat(client.requests().stream().filter("1.C.json"::equals)).hasSize(1);
        // nor does what an earlier run remembered help
        client.notFound("b/file", ReasonCode.THRESHOLD);
    }

    @Attack("S20")
    @Test
    void oneBranchDoesNotMaskAnother_aRoleReachedASecondTimeIsSearchedWithItsOwnDelegator() {
        graph("targets>A targets>B A>C B>C");
        publisher.target("C", "file", "content").publish();

        assertThat(client.found("file").chain()).extracting(RoleName::value).containsExactly("targets", "A", "C");
    }

    @Test
    void s5_6_7_1_aTargetBeyondTheVisitLimitIsNotFoundAndTheReasonSaysSo() {
        StringBuilder edges = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            edges.append(edges.isEmpty() ? "" : " ").append("targets>R").append(i);
        }
        graph(edges.toString());
        publisher
                .target("R31", "last", "content")
                .target("R32", "beyond", "content")
                .publish();

        assertThat(client.found("last").chain()).hasSize(2);
        client.notFound("beyond", ReasonCode.LIMIT_EXCEEDED);
        assertThat(client.requests()).doesNotContain("1.R32.json");
    }

    @Test
    void severalLookupsInOneUpdateShareWhatWasFetched() {
        graph("targets>A targets>B A>C");
        publisher.target("B", "one", "1").target("C", "two", "2").publish();
        Lookup lookup = client.refreshed();

        lookup.find(new TargetPath("one")).orThrow();
        lookup.find(new TargetPath("two")).orThrow();

        assertThat(delegatedRolesRequested()).isEqualTo("ACB");
    }

    @Attack("U7")
    @Test
    void aRoleThatIsNotDelegatedToIsNeverAsked() {
        graph("targets>A");
        publisher
                .delegate("A", "B", entry -> entry.with("paths", RoleDocuments.texts("other/*")))
                .publish();
        publisher.target("B", "file", "content").publish();

        client.notFound("file", ReasonCode.NOT_A_TARGET);

        assertThat(delegatedRolesRequested()).isEqualTo("A");
    }
}
