package dev.bulla.resolve;

import dev.bulla.attach.EvidencePaths;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.intoto.BundleChain;
import dev.bulla.intoto.SubjectBinding;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.TargetPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A namespace with one bundle, its layout bound by top-level targets, and its releases role in the hands of the test. */
final class BoundShop {
    static final String NAME = "example.com/acme/shop:1.4.0";
    static final EvidencePaths PATHS = EvidencePaths.of(NAME);
    static final String LAYOUT = PATHS.layout("root.layout");
    static final String OWNER_KEY = PATHS.key("owner.pub");
    static final String RELEASES = "targets/releases";
    static final String BUNDLE = "{\"name\":\"shop\",\"version\":\"1.4.0\"}";
    static final String BUNDLE_SHA = sha256(BUNDLE);

    final SimulatedPublisher publisher = new SimulatedPublisher();
    final BundleChain chain = BundleChain.making(BUNDLE_SHA);
    private Optional<Long> seq = Optional.of(17L);

    /** Everything in order: layout and key in top-level targets, bundle and links in the releases role. */
    static BoundShop good() {
        BoundShop shop = withoutLayout();
        shop.bind(LAYOUT, shop.chain, custom -> custom);
        shop.release(shop.chain);
        return shop;
    }

    /** No layout yet, and nothing released. */
    static BoundShop withoutLayout() {
        BoundShop shop = new BoundShop();
        shop.publisher.delegate(
                "targets",
                RELEASES,
                entry -> entry.with(
                        "paths",
                        RoleDocuments.texts("example.com/acme/*:*", "example.com/acme/*/in-toto-metadata/*/*.link")));
        return shop;
    }

    static String sha256(String content) {
        return HashFunction.SHA256.hash(Bytes.utf8(content)).hex();
    }

    BoundShop seq(Optional<Long> number) {
        seq = number;
        return this;
    }

    /** Top-level targets lists the chain's layout and its owner's key, bound to every shop. */
    BoundShop bind(String path, BundleChain which, UnaryOperator<Json.Obj> custom) {
        target("targets", OWNER_KEY, text(which.ownerKey()), Optional.empty());
        Json.Obj binding = Json.Obj.empty()
                .with("applies-to", RoleDocuments.texts("example.com/acme/shop:*"))
                .with("in-toto", RoleDocuments.texts(OWNER_KEY));
        return target("targets", path, text(which.layout()), Optional.of(custom.apply(binding)));
    }

    /** The releases role lists the bundle and the links of this chain. */
    BoundShop release(BundleChain which) {
        String folder = PATHS.links(BUNDLE_SHA);
        return release(List.of(
                link(folder + which.tagFile(), which.tagLink()),
                link(folder + which.packageFile(), which.packageLink())));
    }

    /** Lists a link in the releases role. */
    String link(String path, Bytes content) {
        target(RELEASES, path, text(content), Optional.empty());
        return path;
    }

    /** The releases role lists the bundle, whose entry names these paths. */
    BoundShop release(List<String> paths) {
        List<String> listed = new ArrayList<>(paths);
        Json.Obj custom = Json.Obj.empty().with("in-toto", RoleDocuments.texts(listed.toArray(new String[0])));
        if (seq.isPresent()) {
            custom = custom.with("seq", Json.whole(seq.get()));
        }
        return target(RELEASES, NAME, BUNDLE, Optional.of(custom));
    }

    BoundShop target(String role, String path, String content, Optional<Json.Obj> custom) {
        publisher.target(role, path, content);
        custom.ifPresent(value -> {
            Json.Obj targets =
                    (Json.Obj) publisher.document(role).get("targets").orElseThrow();
            publisher.entry(role, path, ((Json.Obj) targets.get(path).orElseThrow()).with("custom", value));
        });
        return this;
    }

    static String text(Bytes content) {
        return content.asUtf8().orElseThrow();
    }

    /** The places that have the targets do not have this one. */
    BoundShop lose(String path) {
        publisher.contents().remove(path);
        return this;
    }

    Step<ProvenanceOutcome> check(UnaryOperator<ProvenanceCheck.Question> more) {
        publisher.publish("targets", RELEASES);
        Lookup lookup = new SimulatedClient(publisher).refreshed();
        Found found = lookup.find(new TargetPath(NAME)).orThrow();
        Digest bundle = Digest.parse("sha256:" + BUNDLE_SHA).orElseThrow();
        ProvenanceCheck.Question question = ProvenanceCheck.Question.of(
                found.path(), found.info(), new SubjectBinding(Optional.of(bundle), Set.of()));
        TargetBytes bytes = (path, info) -> publisher.content(path.value());
        return ProvenanceCheck.of(lookup, bytes, more.apply(question));
    }

    /** Nothing demanded. */
    Step<ProvenanceOutcome> check() {
        return check(question -> question);
    }

    /** Levels 3b and 4. */
    Step<ProvenanceOutcome> demanded() {
        return check(ProvenanceCheck.Question::demandingProvenance);
    }
}
