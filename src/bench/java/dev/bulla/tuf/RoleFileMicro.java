package dev.bulla.tuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A targets role read: as the client does it, as a tree of values, and its bare tokens by jackson-core. */
@State(Scope.Thread)
public class RoleFileMicro {
    private static final JsonFactory TOKENS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
    private static final JsonReader TREES = JsonReader.with(JsonLimits.signed(16 << 20));

    /** Entries of the role. */
    @Param({"100", "10000"})
    public int entries;

    private Bytes file = Bytes.utf8("{}");

    /** Makes and signs the role. */
    @Setup
    public void role() {
        Map<String, Json> targets = new LinkedHashMap<>();
        for (int i = 0; i < entries; i++) {
            String path = "packages/" + (1_000_000 + i) + "/helloworld-1.0.0.tar.gz";
            String hash = HashFunction.SHA256.hash(Bytes.utf8(path)).hex();
            targets.put(
                    path,
                    Json.Obj.empty()
                            .with("hashes", Json.Obj.empty().with("sha256", Json.text(hash)))
                            .with("length", Json.whole(123_456)));
        }
        file = RoleDocuments.sign(
                RoleDocuments.signedPart("targets").with("targets", new Json.Obj(targets)),
                List.of(TestKeys.seeded("micro")));
    }

    /** Strictly, each entry checked, canonical spelling noticed, an index kept. */
    @Benchmark
    public Signed<Targets> client() {
        return RoleFormat.TARGETS.read(file);
    }

    /** Strictly, into values. */
    @Benchmark
    public Json tree() {
        return TREES.read(file);
    }

    /** Nothing checked and nothing kept. */
    @Benchmark
    public int tokens() throws IOException {
        int characters = 0;
        try (JsonParser parser = TOKENS.createParser(file.toByteArray())) {
            while (parser.nextToken() != null) {
                characters += parser.getTextLength();
            }
        }
        return characters;
    }
}
