package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A supply chain in memory that a test edits: layout, keys, evidence, conditions. */
final class Chain {
    static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    static final LocalSigner OWNER = TestKeys.seeded("owner");
    static final LocalSigner ALICE = TestKeys.seeded("alice");
    static final LocalSigner BOB = TestKeys.seeded("bob");
    static final LocalSigner CAROL = TestKeys.seeded("carol");

    private final Map<String, Json> keys = new LinkedHashMap<>();
    private final List<Json> steps = new ArrayList<>();
    private final List<Json> inspections = new ArrayList<>();
    private final Map<EvidenceAddress, EvidenceSource.Stored> evidence = new HashMap<>();
    private UnaryOperator<Json.Obj> edit = layout -> layout;
    private Optional<Bytes> wholeLayout = Optional.empty();
    private List<OwnerKey> owners = List.of(OwnerKey.of(OWNER.publicKey()));
    private VerificationRequest.Options options = VerificationRequest.Options.strict();
    private Instant at = AT;

    /** A chain without steps. */
    static Chain empty() {
        return new Chain();
    }

    /** One step {@code build} by Alice whose rules are these and who made {@code out} from {@code in}. */
    static Chain build(String[] materials, String[] products, String... productRules) {
        return empty().step("build", step -> step.with("expected_products", Docs.rules(productRules)), 1, ALICE)
                .link("build", ALICE, materials, products);
    }

    /** The smallest chain that is accepted. */
    static Chain good() {
        return build(list("in=aa"), list("out=bb"), "CREATE out", "DISALLOW *");
    }

    static String[] list(String... items) {
        return items;
    }

    Chain key(KeyId id, Signer signer) {
        keys.put(id.value(), Docs.key(id, signer));
        return this;
    }

    Chain key(String id, Json key) {
        keys.put(id, key);
        return this;
    }

    Chain step(String name, UnaryOperator<Json.Obj> change, int threshold, Signer... functionaries) {
        List<KeyId> ids = new ArrayList<>();
        for (Signer each : functionaries) {
            key(each.keyId(), each);
            ids.add(each.keyId());
        }
        steps.add(change.apply(Docs.step(name, threshold, ids)));
        return this;
    }

    Chain step(String name, int threshold, Signer... functionaries) {
        return step(name, step -> step, threshold, functionaries);
    }

    Chain rawStep(Json.Obj step) {
        steps.add(step);
        return this;
    }

    Chain inspection(Json.Obj inspection) {
        inspections.add(inspection);
        return this;
    }

    Chain link(String step, Signer by, String[] materials, String[] products) {
        Json.Obj link = Docs.link(step, Docs.artifacts(materials), Docs.artifacts(products));
        return put(step, by.keyId(), Docs.metablock(link, by));
    }

    Chain put(String step, KeyId keyId, Bytes document) {
        return put(List.of(), step, keyId, document);
    }

    Chain put(List<EvidenceAddress.Parent> parents, String step, KeyId keyId, Bytes document) {
        String place = parents + "/" + step + "." + keyId.value();
        return stored(parents, step, keyId, new EvidenceSource.Stored(place, document));
    }

    Chain stored(List<EvidenceAddress.Parent> parents, String step, KeyId keyId, EvidenceSource.Stored stored) {
        evidence.put(new EvidenceAddress(parents, step, keyId), stored);
        return this;
    }

    Chain remove(String step, KeyId keyId) {
        evidence.remove(new EvidenceAddress(List.of(), step, keyId));
        return this;
    }

    /** Changes the layout before it is signed. */
    Chain edit(UnaryOperator<Json.Obj> change) {
        UnaryOperator<Json.Obj> before = edit;
        edit = layout -> change.apply(before.apply(layout));
        return this;
    }

    /** Replaces the layout, signatures included. */
    Chain layout(Bytes document) {
        wholeLayout = Optional.of(document);
        return this;
    }

    Chain owners(OwnerKey... keysOfOwners) {
        owners = List.of(keysOfOwners);
        return this;
    }

    Chain options(UnaryOperator<VerificationRequest.Options> change) {
        options = change.apply(options);
        return this;
    }

    Chain at(Instant instant) {
        at = instant;
        return this;
    }

    /** The signed part of the layout. */
    Json.Obj signedLayout() {
        return edit.apply(Docs.layout(keys, steps, inspections));
    }

    LayoutVerdict verify() {
        Bytes layout = wholeLayout.orElseGet(() -> Docs.metablock(signedLayout(), OWNER));
        EvidenceSource source = address -> Optional.ofNullable(evidence.get(address));
        return LayoutVerifier.verify(
                VerificationRequest.of(layout, owners, source, at).with(options));
    }
}
