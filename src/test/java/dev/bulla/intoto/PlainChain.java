package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A chain of plain files that a test edits: clone, edit, pack, and an inspection of the archive's folder. */
public final class PlainChain {
    /** The layout is valid until then. */
    public static final String EXPIRES = "2026-06-11T09:53:02Z";

    private static final LocalSigner OWNER = TestKeys.seeded(KeyKind.ECDSA_P256, "plain owner");
    private static final LocalSigner ALICE = TestKeys.seeded("plain alice");
    private static final LocalSigner BOB = TestKeys.seeded("plain bob");

    private final Path folder;
    private UnaryOperator<Json.Obj> edit = layout -> layout;

    private PlainChain(Path folder) {
        this.folder = folder;
    }

    /** A chain whose files will be in {@code folder}. */
    public static PlainChain in(Path folder) {
        return new PlainChain(folder);
    }

    /** Changes the layout before it is signed. */
    public PlainChain edit(UnaryOperator<Json.Obj> change) {
        edit = change;
        return this;
    }

    /** With this inspection. */
    public PlainChain inspection(String name, String[] run, String... productRules) {
        return edit(layout -> layout.with(
                "inspect",
                new Json.Arr(List.of(Docs.inspection(name, run).with("expected_products", Docs.rules(productRules))))));
    }

    /** Writes {@code root.layout}, {@code owner.pub}, {@code links/} and {@code product/}. */
    public PlainChain write() {
        String source = Digests.sha256("print('hello')\n");
        String built = Digests.sha256("archive of hello\n");
        Map<String, Json> keys = new LinkedHashMap<>();
        for (LocalSigner each : List.of(ALICE, BOB)) {
            keys.put(each.keyId().value(), Docs.key(each.keyId(), each));
        }
        Json.Obj fetch = Docs.step("fetch", 1, List.of(ALICE.keyId()))
                .with("expected_products", Docs.rules("CREATE hello.py", "DISALLOW *"));
        Json.Obj pack = Docs.step("pack", 1, List.of(BOB.keyId()))
                .with("expected_materials", Docs.rules("MATCH * WITH PRODUCTS FROM fetch", "DISALLOW *"))
                .with("expected_products", Docs.rules("CREATE hello.tar", "ALLOW hello.py", "DISALLOW *"));
        Json.Obj layout =
                edit.apply(Docs.layout(keys, List.of(fetch, pack), List.of()).with("expires", Json.text(EXPIRES)));
        file("root.layout", Docs.metablock(layout, OWNER));
        file("owner.pub", Bytes.utf8(PublicKeys.pem(OWNER.publicKey().material())));
        link("fetch", ALICE, Docs.artifacts(), Docs.artifacts("hello.py=" + source));
        link(
                "pack",
                BOB,
                Docs.artifacts("hello.py=" + source),
                Docs.artifacts("hello.py=" + source, "hello.tar=" + built));
        file("product/hello.tar", Bytes.utf8("archive of hello\n"));
        return this;
    }

    private void link(String step, LocalSigner by, Json.Obj materials, Json.Obj products) {
        String name = "links/" + step + "." + by.keyId().value().substring(0, 8) + ".link";
        file(name, Docs.metablock(Docs.link(step, materials, products), by));
    }

    /** Writes one file. */
    public void file(String name, Bytes content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent() == null ? folder : file.getParent());
            Files.write(file, content.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
