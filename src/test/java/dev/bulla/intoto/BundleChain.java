package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The supply chain of a bundle as documents that a test edits: tag by Alice, package by Bob, who makes {@code bundle.json}. */
public final class BundleChain {
    /** Owns layouts. */
    public static final LocalSigner OWNER = TestKeys.seeded("chain owner");

    /** May tag. */
    public static final LocalSigner ALICE = TestKeys.seeded("chain alice");

    /** May package. */
    public static final LocalSigner BOB = TestKeys.seeded("chain bob");

    /** The product of the first step. */
    public static final String SOURCE = Digests.sha256("source of the shop\n");

    private final String product;
    private final String sha256;
    private String taggedCommit = "";
    private String packagedCommit = "";
    private UnaryOperator<Json.Obj> edit = layout -> layout;
    private Signer owner = OWNER;
    private Signer alice = ALICE;
    private Signer bob = BOB;

    private BundleChain(String product, String sha256) {
        this.product = product;
        this.sha256 = sha256;
    }

    /** The chain that makes a {@code bundle.json} with this sha256. */
    public static BundleChain making(String bundleSha256) {
        return new BundleChain("bundle.json", bundleSha256);
    }

    /** The chain that makes a manifest with this sha256. */
    public static BundleChain makingManifest(String manifestSha256) {
        return new BundleChain("pkg:oci/shop@sha256:" + manifestSha256, manifestSha256);
    }

    /** Another owner and other functionaries. */
    public BundleChain by(Signer otherOwner, Signer otherAlice, Signer otherBob) {
        owner = otherOwner;
        alice = otherAlice;
        bob = otherBob;
        return this;
    }

    /** The commits that the two links name beside the hash of what they made. */
    public BundleChain commits(String tagged, String packaged) {
        taggedCommit = tagged;
        packagedCommit = packaged;
        return this;
    }

    /** Changes the layout before it is signed. */
    public BundleChain edit(UnaryOperator<Json.Obj> change) {
        edit = change;
        return this;
    }

    /** The layout is valid until then. */
    public BundleChain expires(String time) {
        return edit(layout -> layout.with("expires", Json.text(time)));
    }

    /** The layout, Metablock. */
    public Bytes layout() {
        Map<String, Json> keys = new LinkedHashMap<>();
        for (Signer each : List.of(alice, bob)) {
            keys.put(each.keyId().value(), Docs.key(each.keyId(), each));
        }
        Json.Obj tag = Docs.step("tag", 1, List.of(alice.keyId()))
                .with("expected_products", Docs.rules("CREATE shop.py", "DISALLOW *"));
        Json.Obj pack = Docs.step("package", 1, List.of(bob.keyId()))
                .with("expected_materials", Docs.rules("MATCH * WITH PRODUCTS FROM tag", "DISALLOW *"))
                .with("expected_products", Docs.rules("CREATE " + product, "ALLOW shop.py", "DISALLOW *"));
        return Docs.metablock(edit.apply(Docs.layout(keys, List.of(tag, pack), List.of())), owner);
    }

    /** The link of the first step. */
    public Bytes tagLink() {
        return Docs.metablock(Docs.link("tag", Docs.artifacts(), source()), alice);
    }

    /** The link of the last step, in DSSE. */
    public Bytes packageLink() {
        return Docs.dsse(
                Docs.link("package", source(), source().with(product, hashes(sha256, packagedCommit)))
                        .with("command", Docs.words("make", "bundle")),
                bob);
    }

    private Json.Obj source() {
        return Json.Obj.empty().with("shop.py", hashes(SOURCE, taggedCommit));
    }

    private static Json.Obj hashes(String sha256, String commit) {
        Json.Obj hashes = Json.Obj.empty().with("sha256", Json.text(sha256));
        return commit.isEmpty() ? hashes : hashes.with("gitCommit", Json.text(commit));
    }

    /** The owner's public key, PEM. */
    public Bytes ownerKey() {
        Bytes ed25519 = Hex.decode("302a300506032b6570032100").orElseThrow(); // RFC 8410 section 4
        return Bytes.utf8(PublicKeys.pem(ed25519.concat(owner.publicKey().material())));
    }

    /** {@code STEP.KEYID8.link} of the first step. */
    public String tagFile() {
        return "tag." + alice.keyId().value().substring(0, 8) + ".link";
    }

    /** {@code STEP.KEYID8.link} of the last step. */
    public String packageFile() {
        return "package." + bob.keyId().value().substring(0, 8) + ".link";
    }

    /** A link of {@code step} with a signature by Bob under each of these ids. */
    public static Bytes signedAs(String step, String... keyIds) {
        Json.Obj link = Docs.link(step, Docs.artifacts(), Docs.artifacts("shop.py=" + SOURCE));
        Json[] signatures = new Json[keyIds.length];
        for (int i = 0; i < keyIds.length; i++) {
            signatures[i] = Docs.signature(new KeyId(keyIds[i]), BOB, link);
        }
        return Docs.bytes(Docs.envelope(link, signatures));
    }

    /** A statement in DSSE by Bob. */
    public static Bytes statement(String predicateType) {
        Json.Obj statement = Json.Obj.empty()
                .with("_type", Json.text("https://in-toto.io/Statement/v1"))
                .with("subject", new Json.Arr(List.of()))
                .with("predicateType", Json.text(predicateType))
                .with("predicate", Json.Obj.empty());
        return Docs.dsse(statement, BOB);
    }
}
