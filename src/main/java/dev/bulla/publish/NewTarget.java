package dev.bulla.publish;

import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An artifact on its way into a role (trust.md section 4).
 *
 * @param path its name
 * @param kind {@code cnab-bundle}, {@code oci-manifest}, {@code blob} or {@code config}
 * @param length size of what is hashed: {@code bundle.json} of a bundle, else the manifest
 * @param hashes its hashes
 * @param oci the manifest or index that the name leads to
 */
public record NewTarget(TargetPath path, String kind, long length, Hashes hashes, Descriptor oci) {
    /** A CNAB bundle: {@code bundle.json} is hashed, the index is bound beside it. */
    public static final String BUNDLE = "cnab-bundle";

    /** Any other artifact: its manifest is hashed. */
    public static final String MANIFEST = "oci-manifest";

    /** When an entry was signed, for retention; a member of {@code custom}. */
    static final String SIGNED_AT = "signed-at";

    private static final String SEQ = "seq";
    private static final String REVOKED = "revoked";
    private static final String OCI = "oci";

    /**
     * The entry; one that says the same already stays as it is. Its {@code seq} is one higher than before, so that a client
     * that remembers it never goes back (trust.md section 4); members of {@code custom} that belong to other content go.
     */
    TargetInfo entry(Optional<TargetInfo> before, Instant now) {
        if (before.filter(this::isSame).isPresent()) {
            return before.get();
        }
        Json.Obj custom = before.filter(
                        info -> info.length() == length && info.hashes().equals(hashes))
                .map(NewTarget::custom)
                .orElse(Json.Obj.empty());
        custom = custom.without(REVOKED)
                .with("kind", Json.text(kind))
                .with(OCI, oci.plain().toJson())
                .with(SEQ, Json.whole(before.map(NewTarget::seq).orElse(0L) + 1))
                .with(SIGNED_AT, OnlineRoles.time(now));
        return TargetInfo.of(length, hashes, Optional.of(custom));
    }

    /** True when {@code info} names this content under this manifest and is not revoked. */
    boolean isSame(TargetInfo info) {
        Json.Obj custom = custom(info);
        return info.length() == length
                && info.hashes().equals(hashes)
                && custom.get("kind").equals(Optional.of(Json.text(kind)))
                && custom.get(OCI)
                        .filter(one -> sameMembers(one, oci.plain().toJson()))
                        .isPresent()
                && !custom.get(REVOKED).equals(Optional.of(new Json.Bool(true)));
    }

    private static boolean sameMembers(Json one, Json.Obj other) {
        return one instanceof Json.Obj object && Map.copyOf(object.members()).equals(Map.copyOf(other.members()));
    }

    /** What a role says beside length and hashes. */
    static Json.Obj custom(TargetInfo info) {
        return info.custom().orElse(Json.Obj.empty()) instanceof Json.Obj object ? object : Json.Obj.empty();
    }

    /** The revision of an entry; 0 when it has none that counts. */
    static long seq(TargetInfo info) {
        return custom(info).get(SEQ).orElse(Json.whole(0)) instanceof Json.Whole whole
                        && whole.value().signum() > 0
                        && whole.value().compareTo(BigInteger.valueOf(1L << 53)) < 0
                ? whole.value().longValueExact()
                : 0;
    }
}
