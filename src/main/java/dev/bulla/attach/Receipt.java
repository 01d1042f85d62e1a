package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Fields;
import dev.bulla.json.IsoDuration;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * "These roles were seen valid at T" (freshness receipt, trust.md section 10.2): signed by the key of an enclave, read where
 * nobody can ask for a newer timestamp. It names roles by hash and cannot add to them: with its key alone nothing becomes
 * trusted that its publisher did not sign; what is genuine merely stays so for longer.
 *
 * @param origin the namespace, as {@code x-origin} has it
 * @param root the newest root that was seen
 * @param timestamp the timestamp that was seen
 * @param verifiedAt when everything verified, whole seconds
 * @param policyDigest sha256 of the policy, or of the pinned root, that it was verified by
 * @param validFor how long after {@code verifiedAt} it may be used at most; a verifier may allow less
 */
public record Receipt(
        String origin, Seen root, Seen timestamp, Instant verifiedAt, Digest policyDigest, Duration validFor) {
    /** What the envelope says its payload is; a signature over any other type is none over a receipt. */
    public static final String PAYLOAD_TYPE = "application/vnd.bulla.freshness.v1+json";

    /** Media type of the layer that holds the envelope. */
    public static final MediaType LAYER_TYPE = new MediaType("application/vnd.dsse.envelope.v1+json");

    /** 64 KiB: room for an envelope with 128 signatures (oci-graph section 9). */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int SHA256_DIGITS = 64;

    /**
     * A role file that was seen.
     *
     * @param version its version
     * @param sha256 of its canonical {@code signed} bytes, lower-case hex: witnesses add signatures, which change the file
     */
    public record Seen(long version, String sha256) {
        /** What is seen of a verified file. */
        public static Seen of(Signed<? extends Role> file) {
            return new Seen(file.role().version(), file.signedSha256());
        }

        private static Seen read(Fields seen) {
            seen.only("sha256", "version");
            String sha256 = seen.text("sha256");
            if (!Hex.isLower(sha256, SHA256_DIGITS)) {
                throw JsonException.at(seen.place("sha256"), "is not 64 lower-case hex digits");
            }
            return new Seen(seen.whole("version", 1, TufLimits.MAX_VERSION), sha256);
        }

        private Json.Obj toJson() {
            return Json.Obj.empty().with("sha256", Json.text(sha256)).with("version", Json.whole(version));
        }
    }

    /** Cuts the time to seconds; refuses a validity of nothing or of more than {@link IsoDuration#LONGEST}. */
    public Receipt {
        verifiedAt = verifiedAt.truncatedTo(ChronoUnit.SECONDS);
        if (validFor.toSeconds() < 1 || validFor.compareTo(IsoDuration.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a receipt is valid for up to " + IsoDuration.LONGEST.toDays() + " days");
        }
    }

    /** Until when it can be used at most, exclusive. */
    public Instant until() {
        return verifiedAt.plus(validFor);
    }

    /** The payload: canonical JSON. */
    public Bytes payload() {
        return OlpcWriter.write(Json.Obj.empty()
                .with("origin", Json.text(origin))
                .with("policyDigest", Json.text(policyDigest.toString()))
                .with("root", root.toJson())
                .with("timestamp", timestamp.toJson())
                .with("validFor", Json.text(IsoDuration.print(validFor)))
                .with("verifiedAt", Json.text(UtcTime.print(verifiedAt))));
    }

    /** The envelope, signed by each of {@code signers}. */
    public Dsse sign(List<? extends Signer> signers) {
        return Dsse.sign(PAYLOAD_TYPE, payload(), signers);
    }

    /** The manifest that attaches a signed receipt to an artifact or a head. */
    public ArtifactBuilder builder(Descriptor subject, Dsse envelope) {
        return new ArtifactBuilder(Kind.RECEIPT.artifactType())
                .subject(subject)
                .layer(LAYER_TYPE, envelope.toBytes(), Map.of())
                .annotation(Annotations.TUF_TIMESTAMP, Long.toString(timestamp.version()));
    }

    /**
     * Reads the payload of an envelope whose signature has been verified.
     *
     * @return {@code MALFORMED} for a payload of another type, and for one that is no receipt: every member is required,
     *     none is known beside them
     */
    public static Step<Receipt> of(Dsse envelope) {
        if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
            return Step.refused(
                    ReasonCode.MALFORMED, "receipt: the payload is of another type: " + envelope.payloadType());
        }
        try {
            return Step.done(
                    read(Fields.of(JsonReader.with(JsonLimits.signed(MAX_BYTES)).read(envelope.payload()), "")));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(Reason.of(code, "receipt: " + e.getMessage()));
        }
    }

    private static Receipt read(Fields fields) {
        fields.only("origin", "policyDigest", "root", "timestamp", "validFor", "verifiedAt");
        Digest policy = Digest.parse(fields.text("policyDigest"))
                .orElseThrow(() -> JsonException.at(fields.place("policyDigest"), "is no digest"));
        return new Receipt(
                fields.text("origin"),
                Seen.read(fields.object("root")),
                Seen.read(fields.object("timestamp")),
                UtcTime.parse(fields.text("verifiedAt")),
                policy,
                IsoDuration.parse(fields.text("validFor")));
    }
}
