package dev.bulla.intoto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Vectors;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every byte of every file of a chain is changed: what alters a signed value, a signature, a key or the product shows. */
class TamperingTest {
    private static final String SIGNY = "signy/intoto/";
    private static final Instant VALID = Instant.parse("2026-06-11T09:53:01Z");
    private static final Instant EXPIRED = Instant.parse("2026-06-11T09:53:02Z");

    /** A chain as files, and what the evidence of each step is called. */
    private record FileChain(Map<String, Bytes> files, Map<String, String> links, String key, String product) {
        Bytes file(String name) {
            return files.getOrDefault(name, Bytes.empty());
        }

        FileChain with(String name, Bytes content) {
            Map<String, Bytes> changed = new HashMap<>(files);
            changed.put(name, content);
            return new FileChain(changed, links, key, product);
        }

        LayoutVerdict verify(Instant at) {
            EvidenceSource source = address -> Optional.ofNullable(links.get(address.step()))
                    .map(name -> new EvidenceSource.Stored(name, file(name)));
            InspectionRunner look = inspection -> {
                var found = new TreeMap<String, Map<String, String>>();
                found.put(
                        product,
                        Map.of("sha256", HashFunction.SHA256.hash(file(product)).hex()));
                return new InspectionRunner.Recorded(new Artifacts(found), new Artifacts(found));
            };
            OwnerKey owner = OwnerKeyFile.read(file(key));
            VerificationRequest request = VerificationRequest.of(file("root.layout"), List.of(owner), source, at);
            return LayoutVerifier.verify(
                    request.with(VerificationRequest.Options.strict().inspections(look)));
        }
    }

    /** Two steps by an Ed25519 and an ECDSA key, the owner's key is RSA; one document is a DSSE envelope. */
    private static FileChain own() {
        LocalSigner owner = TestKeys.seeded(KeyKind.RSA_2048, "tampering owner");
        LocalSigner alice = TestKeys.seeded("tampering alice");
        LocalSigner bob = TestKeys.seeded(KeyKind.ECDSA_P256, "tampering bob");
        Bytes archive = Bytes.utf8("the product");
        String hash = HashFunction.SHA256.hash(archive).hex();
        Map<String, Json> keys = new TreeMap<>();
        List.of(alice, bob).forEach(each -> keys.put(each.keyId().value(), Docs.key(each.keyId(), each)));
        Json.Obj fetch = Docs.step("fetch", 1, List.of(alice.keyId()));
        Json.Obj pack = Docs.step("pack", 1, List.of(bob.keyId()))
                .with("expected_materials", Docs.rules("MATCH * WITH PRODUCTS FROM fetch", "DISALLOW *"));
        Json.Obj look = Docs.inspection("look", "bulla:sha256")
                .with("expected_products", Docs.rules("MATCH a.tar WITH PRODUCTS FROM pack", "DISALLOW *"));
        Json.Obj layout =
                Docs.layout(keys, List.of(fetch, pack), List.of(look)).with("expires", Json.text(EXPIRED.toString()));
        Json.Obj fetched = Docs.link("fetch", Docs.artifacts(), Docs.artifacts("a.py=aa"));
        Json.Obj packed = Docs.link("pack", Docs.artifacts("a.py=aa"), Docs.artifacts("a.tar=" + hash));
        Map<String, Bytes> files = Map.of(
                "root.layout", Docs.metablock(layout, owner),
                "fetch.link", Docs.dsse(fetched, alice),
                "pack.link", Docs.metablock(packed, bob),
                "owner.pub", Bytes.utf8(PublicKeys.pem(owner.publicKey().material())),
                "a.tar", archive);
        return new FileChain(files, Map.of("fetch", "fetch.link", "pack", "pack.link"), "owner.pub", "a.tar");
    }

    private static Optional<FileChain> signy() {
        Map<String, Bytes> files = new HashMap<>();
        for (String name : List.of(
                "root.layout",
                "clone.776a00e2.link",
                "update-version.776a00e2.link",
                "package.2f89b927.link",
                "alice.pub",
                "demo-project.tar.gz")) {
            Vectors.bytes(SIGNY + name).ifPresent(content -> files.put(name, content));
        }
        Map<String, String> links = Map.of(
                "clone", "clone.776a00e2.link",
                "update-version", "update-version.776a00e2.link",
                "package", "package.2f89b927.link");
        return files.size() == 6
                ? Optional.of(new FileChain(files, links, "alice.pub", "demo-project.tar.gz"))
                : Optional.empty();
    }

    /** What a document says: its tree, hexadecimal signatures in lower case; or the key in a key file. */
    private static Object meaning(FileChain chain, String name, Bytes content) {
        if (name.equals(chain.key())) {
            return OwnerKeyFile.read(content).key().material();
        }
        if (name.equals(chain.product())) {
            return content;
        }
        Json.Obj document = JsonReader.with(JsonLimits.manifest()).readObject(content);
        if (!document.members().containsKey("signed")) {
            return Dsse.parse(content, 1 << 20).orThrow();
        }
        List<String> signatures = Fields.of(document, "")
                .each(
                        "signatures",
                        (entry, i) ->
                                entry.text("keyid") + " " + entry.text("sig").toLowerCase(Locale.ROOT));
        return List.of(signatures, document.members().getOrDefault("signed", new Json.Null()));
    }

    private static boolean sameMeaning(FileChain chain, String name, Bytes changed) {
        try {
            return meaning(chain, name, changed).equals(meaning(chain, name, chain.file(name)));
        } catch (JsonException | RejectedException malformed) {
            return false;
        }
    }

    /** Changes each byte, each fourth in two ways; {@code unharmed} must hold exactly when nothing was altered. */
    private static void everyByte(
            String title, FileChain chain, List<String> names, Predicate<LayoutVerdict> unharmed) {
        assertThat(unharmed).accepts(chain.verify(VALID));
        int changes = 0;
        int harmless = 0;
        for (String name : names) {
            byte[] content = chain.file(name).toByteArray();
            for (int i = 0; i < content.length; i++) {
                for (int mask : i % 4 == 0 ? new int[] {0x01, 0x20} : new int[] {0x01}) {
                    content[i] ^= (byte) mask;
                    Bytes changed = Bytes.copyOf(content);
                    content[i] ^= (byte) mask;
                    boolean same = sameMeaning(chain, name, changed);
                    changes++;
                    harmless += same ? 1 : 0;
                    assertThat(verdict(chain.with(name, changed))
                                    .map(unharmed::test)
                                    .orElse(false))
                            .as("%s, byte %d, xor %d", name, i, mask)
                            .isEqualTo(same);
                }
            }
        }
        System.out.println(title + ": " + changes + " changes, " + harmless + " of them alter no signed value");
        assertThat(harmless).isLessThan(changes / 4);
    }

    /** Empty when the key file cannot be read any more. */
    private static Optional<LayoutVerdict> verdict(FileChain chain) {
        try {
            return Optional.of(chain.verify(VALID));
        } catch (JsonException unreadable) {
            return Optional.empty();
        }
    }

    @Attack("I23")
    @Test
    void aChainIsAcceptedUntilItExpiresAndEveryChangeOfASignedValueIsRefused() {
        FileChain chain = own();

        assertThat(chain.verify(EXPIRED)).isInstanceOf(LayoutVerdict.Rejected.class);
        everyByte(
                "own chain",
                chain,
                List.of("root.layout", "fetch.link", "pack.link", "owner.pub", "a.tar"),
                LayoutVerdict.Accepted.class::isInstance);
    }

    @Test
    void theRealChainOfSignyHasGoodSignaturesAndIsRefusedForTheEvilLineInItsProduct() {
        Optional<FileChain> real = signy();
        if (real.isEmpty()) {
            System.out.println("signy's chain is not here: the tampered step is tried on a chain of our own");
            Json.Obj evil = Docs.link("pack", Docs.artifacts("a.py=ee"), Docs.artifacts());
            LocalSigner bob = TestKeys.seeded(KeyKind.ECDSA_P256, "tampering bob");
            assertThat(isRuleOf("pack")
                            .test(own().with("pack.link", Docs.metablock(evil, bob))
                                    .verify(VALID)))
                    .isTrue();
            return;
        }
        FileChain chain = real.get();
        LayoutVerdict verdict = chain.verify(VALID);

        assertThat(verdict.findings().stream().map(Finding::message))
                .contains("layout signed", "evidence signed", "evidence signed", "evidence signed");
        assertThat(isRuleOf("package")).accepts(verdict);
        assertThat(((LayoutVerdict.Rejected) verdict).reason().facts())
                .containsEntry("artifact", "demo-project/foo.py")
                .containsEntry("rule", "expected_materials[1]");
        LayoutVerdict late = chain.verify(EXPIRED);
        assertThat(((LayoutVerdict.Rejected) late).reason().code()).isEqualTo(ReasonCode.LAYOUT_EXPIRED);
        everyByte(
                "signy's chain",
                chain,
                List.of(
                        "root.layout",
                        "clone.776a00e2.link",
                        "update-version.776a00e2.link",
                        "package.2f89b927.link",
                        "alice.pub"),
                isRuleOf("package"));
    }

    private static Predicate<LayoutVerdict> isRuleOf(String step) {
        return verdict -> verdict instanceof LayoutVerdict.Rejected rejected
                && rejected.reason().code() == ReasonCode.RULE_VIOLATED
                && step.equals(rejected.reason().facts().get("step"));
    }
}
