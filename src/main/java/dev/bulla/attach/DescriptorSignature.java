package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a signature: a descriptor and signatures over it (oci-graph section 3.2). The signed bytes are the OLPC
 * canonical form of the member {@code signed}; no member but those of the format is allowed at any level.
 *
 * @param signed what is signed: media type, digest and size
 * @param signatures at least one, each selecting its key by id
 */
public record DescriptorSignature(Descriptor signed, List<KeyedSignature> signatures) {
    /** Media type of the layer that holds a body. */
    public static final MediaType MEDIA_TYPE = new MediaType("application/vnd.bulla.signature.descriptor.v1+json");

    /** 64 KiB: room for 128 signatures of the largest keys. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Copies the list and keeps type, digest and size of {@code signed}. */
    public DescriptorSignature {
        signed = signed.plain();
        signatures = List.copyOf(signatures);
    }

    /** Signs {@code target} with each of {@code signers}. */
    public static DescriptorSignature sign(Descriptor target, List<? extends Signer> signers) {
        Bytes message = message(target);
        return new DescriptorSignature(
                target,
                signers.stream()
                        .map(signer -> KeyedSignature.by(signer, message))
                        .toList());
    }

    /** The bytes that are signed for {@code target}. */
    public static Bytes message(Descriptor target) {
        return OlpcWriter.write(signedJson(target));
    }

    /** Reads a body; {@code MALFORMED} or {@code LIMIT_EXCEEDED} when it is none. */
    public static Step<DescriptorSignature> read(Bytes body) {
        try {
            Fields document = Fields.of(
                            JsonReader.with(JsonLimits.signed(MAX_BYTES)).read(body), "")
                    .only("signatures", "signed");
            List<Json> entries = document.array("signatures");
            if (entries.size() > SignatureCount.MAX_SIGNATURES) {
                throw JsonException.limit(
                        entries.size() + " signatures, at most " + SignatureCount.MAX_SIGNATURES + " are read");
            }
            if (entries.isEmpty()) {
                throw JsonException.malformed("signatures is empty");
            }
            List<KeyedSignature> signatures = new ArrayList<>(
                    document.each("signatures", (entry, i) -> KeyedSignature.read(entry.only("keyid", "sig"))));
            Fields signed = document.object("signed").only("digest", "mediaType", "size");
            Descriptor target = Descriptor.read(signed);
            if (!OlpcWriter.write(signed.object()).equals(message(target))) {
                // media types are lower-cased when read; what is verified must be what the body says
                throw JsonException.malformed("signed.mediaType is not in lower case");
            }
            return Step.done(new DescriptorSignature(target, signatures));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(Reason.of(code, "signature body: " + e.getMessage()));
        }
    }

    /** The canonical bytes of the body. */
    public Bytes toBytes() {
        List<Json> entries = new ArrayList<>();
        signatures.forEach(entry -> entries.add(entry.toJson()));
        return OlpcWriter.write(
                Json.Obj.empty().with("signatures", new Json.Arr(entries)).with("signed", signedJson(signed)));
    }

    private static Json.Obj signedJson(Descriptor target) {
        return target.plain().toJson();
    }
}
