package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.policy.Policy;
import dev.bulla.policy.Question;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.TargetPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repositories a, b and c in the states that a test gives them, and a lookup over them by the rules that it writes. */
final class MapScene {
    /** The name that is looked up. */
    static final String NAME = "e.c/app:1";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, SimulatedClient> clients = new LinkedHashMap<>();

    /**
     * A repository in a state: {@code absent}, {@code unsigned} (its targets role does not verify), {@code down}, or the
     * content that it lists for the name.
     */
    void repository(String name, String state) {
        SimulatedPublisher publisher = new SimulatedPublisher();
        if (!state.equals("absent") && !state.equals("down")) {
            publisher.target("targets", NAME, state);
        }
        if (state.equals("unsigned")) {
            publisher.signers("targets").clear();
        }
        publisher.publish("targets");
        if (!state.equals("down")) {
            clients.put(name, new SimulatedClient(publisher));
        }
    }

    private Step<Found> ask(String repository, Question question) {
        asked.add(repository);
        SimulatedClient client = Optional.ofNullable(clients.get(repository))
                .orElseThrow(() -> new UnreachableException(repository + " is down"));
        return client.refresh().then(lookup -> lookup.find(new TargetPath(question.target())));
    }

    MapLookup.Outcome<Found> decide(String... rules) {
        return decideOn(NAME, rules);
    }

    MapLookup.Outcome<Found> decideOn(String reference, String... rules) {
        StringBuilder repositories = new StringBuilder();
        for (String name : List.of("a", "b", "c")) {
            repositories
                    .append(repositories.isEmpty() ? "" : ", ")
                    .append("'" + name + "': {'root': {'file': '" + name + ".json'}, 'sources': ['attached']}");
        }
        String policy =
                "{'version': 1, 'repositories': {" + repositories + "}, 'rules': [" + String.join(", ", rules) + "]}";
        return new MapLookup<Found>(this::ask, Found::info)
                .decide(Policy.read(Bytes.utf8(policy.replace('\'', '"')))
                        .orThrow()
                        .coverage(Reference.parse(reference)));
    }

    /** A repository with this publisher. */
    void repository(String name, SimulatedPublisher publisher) {
        clients.put(name, new SimulatedClient(publisher));
    }

    /** Takes all repositories away. */
    void clear() {
        clients.clear();
    }

    /** Names of the repositories in the order in which they were asked. */
    List<String> asked() {
        return asked;
    }
}
