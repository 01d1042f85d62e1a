package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The canonical form of a document whose members are not in order, by three writers. */
@State(Scope.Thread)
public class CanonicalMicro {
    private static final JsonReader READER = JsonReader.with(JsonLimits.signed(16 << 20));

    /** Entries of the document, each a name with length and sha256. */
    @Param({"100", "10000"})
    public int entries;

    private Bytes document = Bytes.utf8("{}");
    private Json value = Json.Obj.empty();

    /** Makes the document; the order of hashes is none. */
    @Setup
    public void document() {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < entries; i++) {
            String hash = HashFunction.SHA256.hash(Bytes.utf8("entry " + i)).hex();
            members.put(
                    "packages/" + hash.substring(0, 8) + "/" + i + ".tar.gz",
                    Json.Obj.empty()
                            .with("length", Json.whole(i))
                            .with("hashes", Json.Obj.empty().with("sha256", Json.text(hash))));
        }
        document = PlainWriter.write(new Json.Obj(members));
        value = READER.read(document);
    }

    /** As it is written for signing. */
    @Benchmark
    public Bytes fromValue() {
        return OlpcWriter.write(value);
    }

    /** As it is made for checking, the reading of the document included. */
    @Benchmark
    public Bytes fromEvents() {
        return CanonicalRange.of(document, 0, document.length());
    }

    /** As the tests write it for comparison. */
    @Benchmark
    public Bytes plain() {
        return PlainCanonical.write(value);
    }

    /** The same bytes hashed, which costs the same in every program. */
    @Benchmark
    public Bytes hashed() {
        return HashFunction.SHA256.hash(document);
    }
}
