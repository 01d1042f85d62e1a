package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** A policy is read or refused; whatever one says, it has an answer for every name, and silence is a refusal. */
final class PolicyTarget implements FuzzTarget {
    private static final List<Reference> NAMES = List.of(
            Reference.parse("example.com/acme/shop:1"),
            Reference.parse("mirror.corp/cache/acme/shop:1"),
            Reference.parse("hub.example.com/widgets/a/b@sha256:" + "ab".repeat(32)),
            Reference.parse("docker.io/library/nginx:latest"));

    @Override
    public void look(byte[] input) {
        switch (Policy.read(Bytes.copyOf(input))) {
            case Step.Done<Policy> done ->
                NAMES.forEach(name -> Held.that(ends(done.value().coverage(name)), "no end"));
            case Step.Refused<Policy> refused ->
                Held.that(!refused.reason().message().isEmpty(), "refused without a word");
        }
    }

    /** Coverage is a chain that ends with a refusal or with a rule that asks for no proof. */
    private static boolean ends(Coverage coverage) {
        Coverage next = coverage;
        while (next instanceof Coverage.Covered covered && covered.otherwise().isPresent()) {
            next = covered.otherwise().get();
        }
        return true;
    }

    @Override
    public List<Bytes> seeds() {
        List<Bytes> seeds = new ArrayList<>(Samples.ending("policy.example.json"));
        seeds.add(
                Bytes.utf8("{\"version\":1,\"repositories\":{},\"rules\":[{\"match\":\"*\",\"action\":\"reject\"}]}"));
        return seeds;
    }
}
