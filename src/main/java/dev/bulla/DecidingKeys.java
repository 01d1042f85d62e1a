package dev.bulla;

import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.PublicKey;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Reference;
import dev.bulla.policy.FreshnessRule;
import dev.bulla.policy.ReceiptKey;
import dev.bulla.policy.Rule;
import dev.bulla.policy.TufRepository;
import dev.bulla.resolve.PolicyFile;
import dev.bulla.trust.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a consumer has decided about an artifact, as far as receipts are concerned. */
final class DecidingKeys {
    private DecidingKeys() {}

    /** Whose receipts count somewhere in the policy, or for the artifact by its pin. */
    static List<PublicKey> of(Trust trust, Reference artifact) {
        if (trust.policy().isEmpty()) {
            return trust.roots()
                    .covering(artifact, Optional.empty())
                    .map(pin -> pin.terms().receiptKeys())
                    .orElse(List.of());
        }
        PolicyFile policy = trust.policy().get();
        List<PublicKey> keys = new ArrayList<>();
        Stream<Optional<FreshnessRule>> rules = policy.policy().rules().stream()
                .map(Rule::decision)
                .filter(Rule.Ask.class::isInstance)
                .map(ask -> ((Rule.Ask) ask).terms().freshness());
        Stream<Optional<FreshnessRule>> repositories =
                policy.policy().repositories().values().stream().map(TufRepository::freshness);
        Stream.concat(rules, repositories)
                .flatMap(Optional::stream)
                .flatMap(rule -> rule.keys().stream())
                .map(ReceiptKey::key)
                .forEach(keys::add);
        return keys;
    }

    /** sha256 of what decides about an artifact: the policy, or the root that is pinned. */
    static Digest decision(Trust trust, Reference artifact, Optional<String> as) {
        return trust.policy().map(PolicyFile::digest).orElseGet(() -> {
            Pin pin = trust.roots().covering(artifact, as.map(Reference::parse)).orElseThrow();
            return new Digest(HashFunction.SHA256, pin.root());
        });
    }
}
