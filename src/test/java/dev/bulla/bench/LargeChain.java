package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.inspect.LinkFolder;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A layout with its links in a folder: ten artifacts and twenty rules for each step.
 *
 * @param steps number of steps
 * @param gathered false: each step takes what the one before made; true: the last step takes everything that all others
 *     made, and has the rules of all of them
 */
record LargeChain(int steps, boolean gathered) {
    private static final int ARTIFACTS = 10;

    private static final LocalSigner OWNER = TestKeys.seeded("owner");
    private static final LocalSigner FUNCTIONARY = TestKeys.seeded("functionary");

    /** Writes {@code root.layout}, {@code owner.json} and the folder {@code links}. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("links"));
        List<Json> items = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            items.add(step(i));
            Files.write(
                    directory.resolve("links").resolve(LinkFolder.name(name(i), FUNCTIONARY.keyId()) + ".link"),
                    metablock(link(i), FUNCTIONARY).toByteArray());
        }
        Json.Obj layout = Json.Obj.empty()
                .with("_type", Json.text("layout"))
                .with("steps", new Json.Arr(items))
                .with("inspect", words())
                .with("keys", Json.Obj.empty().with(FUNCTIONARY.keyId().value(), key(FUNCTIONARY)))
                .with("expires", Json.text("2030-01-01T00:00:00Z"))
                .with("readme", Json.text(""));
        Files.write(directory.resolve("root.layout"), metablock(layout, OWNER).toByteArray());
        Files.write(directory.resolve("owner.json"), JcsWriter.write(key(OWNER)).toByteArray());
    }

    private static String name(int step) {
        return String.format(Locale.ROOT, "step%04d", step);
    }

    private static String artifact(int step, int number) {
        return "src/" + name(step) + "/file" + number;
    }

    private static Json.Obj key(LocalSigner signer) {
        return signer.publicKey()
                .toJson()
                .with("keyid", Json.text(signer.keyId().value()));
    }

    private static Json.Arr words(String... words) {
        List<Json> items = new ArrayList<>();
        for (String word : words) {
            items.add(Json.text(word));
        }
        return new Json.Arr(items);
    }

    private Json.Obj step(int i) {
        List<Json> materials = new ArrayList<>();
        List<Json> products = new ArrayList<>();
        if (gathered && i == steps - 1) {
            for (int from = 0; from < i; from++) {
                matches(materials, from, 2 * ARTIFACTS);
            }
        } else if (!gathered && i > 0) {
            matches(materials, i - 1, ARTIFACTS - 1);
        }
        if (!gathered) {
            for (int j = 0; j < ARTIFACTS - 2; j++) {
                products.add(words("CREATE", artifact(i, j)));
            }
            products.add(words("CREATE", "src/" + name(i) + "/*"));
            products.add(words("DISALLOW", "*"));
        }
        materials.add(words("DISALLOW", "*"));
        return Json.Obj.empty()
                .with("_type", Json.text("step"))
                .with("name", Json.text(name(i)))
                .with("expected_materials", new Json.Arr(materials))
                .with("expected_products", new Json.Arr(products))
                .with("pubkeys", words(FUNCTIONARY.keyId().value()))
                .with("expected_command", words())
                .with("threshold", Json.whole(1));
    }

    /** Rules that take the products of a step, one by one and then with a pattern. */
    private static void matches(List<Json> rules, int from, int count) {
        for (int j = 0; j < count; j++) {
            String pattern = j < ARTIFACTS - 2 ? artifact(from, j) : "src/" + name(from) + "/*" + (j % ARTIFACTS);
            rules.add(words(
                    "MATCH",
                    j == count - 1 ? "src/" + name(from) + "/*" : pattern,
                    "WITH",
                    "PRODUCTS",
                    "FROM",
                    name(from)));
        }
    }

    private Json.Obj link(int i) {
        Map<String, Json> materials = new LinkedHashMap<>();
        Map<String, Json> products = new LinkedHashMap<>();
        int first = gathered ? 0 : i - 1;
        for (int from = Math.max(0, first); from < i && (!gathered || i == steps - 1); from++) {
            artifacts(materials, from);
        }
        artifacts(products, i);
        return Json.Obj.empty()
                .with("_type", Json.text("link"))
                .with("name", Json.text(name(i)))
                .with("materials", new Json.Obj(materials))
                .with("products", new Json.Obj(products))
                .with("byproducts", Json.Obj.empty())
                .with("environment", Json.Obj.empty())
                .with("command", words());
    }

    private static void artifacts(Map<String, Json> into, int step) {
        for (int j = 0; j < ARTIFACTS; j++) {
            String name = artifact(step, j);
            String hash = HashFunction.SHA256.hash(Bytes.utf8(name)).hex();
            into.put(name, Json.Obj.empty().with("sha256", Json.text(hash)));
        }
    }

    private static Bytes metablock(Json.Obj signed, LocalSigner signer) {
        Json signature = KeyedSignature.by(signer, OlpcWriter.write(signed)).toJson();
        return JcsWriter.write(Json.Obj.empty()
                .with("signatures", new Json.Arr(List.of(signature)))
                .with("signed", signed));
    }
}
