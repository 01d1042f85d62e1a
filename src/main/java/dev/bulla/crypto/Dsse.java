package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A DSSE envelope, version 1 (secure-systems-lab/dsse, protocol and envelope; intoto.md section 5.3). The signature covers
 * payload type and payload as decoded, so the payload is parsed only after a signature verified and need not be
 * canonical.
 *
 * @param payloadType what the payload is; part of what is signed
 * @param payload the decoded payload
 * @param signatures at least one
 */
public record Dsse(String payloadType, Bytes payload, List<DsseSignature> signatures) {
    /**
     * Most signatures tried against keys when ids are only hints. 1024 is eight documents of 128 signatures under one
     * key, or 128 signatures under eight keys; honest statements need a handful.
     */
    public static final int MAX_TRIALS = 1024;

    /** Copies {@code signatures}. */
    public Dsse {
        signatures = List.copyOf(signatures);
    }

    /**
     * Parses an envelope strictly: exactly {@code payloadType}, {@code payload} and {@code signatures}, entries with
     * {@code sig} and at most {@code keyid}; base64 in one alphabet, without white space.
     *
     * @param maxBytes longest document that is read
     * @return the envelope; {@code MALFORMED}, {@code LIMIT_EXCEEDED}, or {@code AMBIGUOUS} when the document could also
     *     be read as another signed format
     */
    public static Step<Dsse> parse(Bytes document, int maxBytes) {
        return DsseParser.parse(document, maxBytes);
    }

    /** An envelope around {@code payload}, signed by each of {@code signers}. */
    public static Dsse sign(String payloadType, Bytes payload, List<? extends Signer> signers) {
        Bytes message = preAuthenticationEncoding(payloadType, payload);
        List<DsseSignature> signatures = new ArrayList<>();
        for (Signer signer : signers) {
            signatures.add(new DsseSignature(Optional.of(signer.keyId()), signer.sign(message)));
        }
        return new Dsse(payloadType, payload, signatures);
    }

    /** What is signed: {@code "DSSEv1" SP len(type) SP type SP len(payload) SP payload}, lengths in bytes. */
    public static Bytes preAuthenticationEncoding(String payloadType, Bytes payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        return Bytes.utf8("DSSEv1 " + type.length + " " + payloadType + " " + payload.length() + " ")
                .concat(payload);
    }

    /** What the signatures of this envelope cover. */
    public Bytes message() {
        return preAuthenticationEncoding(payloadType, payload);
    }

    /**
     * Counts signatures whose key id selects the key, as layouts and links demand; entries without id count for nothing.
     *
     * @return the count, met or not; {@code LIMIT_EXCEEDED}
     */
    public Step<SignatureCount> countSelected(Quorum quorum) {
        List<KeyedSignature> selected = new ArrayList<>();
        int nameless = 0;
        for (DsseSignature entry : signatures) {
            if (entry.keyId().isPresent()) {
                selected.add(KeyedSignature.of(entry.keyId().get(), entry.value()));
            } else {
                nameless++;
            }
        }
        Optional<Reason> tooMuch = SignatureCount.limits(signatures.size(), quorum);
        if (tooMuch.isPresent()) {
            return Step.refused(tooMuch.get());
        }
        int ignored = nameless;
        return SignatureCount.of(message(), selected, quorum).map(count -> withNameless(count, ignored));
    }

    private static SignatureCount withNameless(SignatureCount count, int nameless) {
        List<SignatureCount.Finding> findings = new ArrayList<>(count.findings());
        for (int i = 0; i < nameless; i++) {
            findings.add(new SignatureCount.Finding(
                    Optional.empty(), SignatureCount.Problem.UNKNOWN_KEY, "signature without key id"));
        }
        return new SignatureCount(count.threshold(), count.verified(), findings);
    }

    /**
     * Counts signatures under any allowed key, the key id being a hint that only orders the work, as statements demand.
     *
     * @return the count, met or not; {@code LIMIT_EXCEEDED} also for more than {@link #MAX_TRIALS} combinations
     */
    public Step<SignatureCount> countAny(Quorum quorum) {
        Optional<Reason> tooMuch = SignatureCount.limits(signatures.size(), quorum);
        if (tooMuch.isPresent()) {
            return Step.refused(tooMuch.get());
        }
        List<KeyId> usable = quorum.usable();
        if ((long) usable.size() * signatures.size() > MAX_TRIALS) {
            return Step.refused(SignatureCount.limit(signatures.size() + " signatures under " + usable.size()
                    + " keys, at most " + MAX_TRIALS + " combinations are tried"));
        }
        SignatureCount.Tally tally = new SignatureCount.Tally(message());
        for (DsseSignature entry : signatures) {
            tryEach(entry, hintedFirst(usable, entry.keyId()), quorum, tally);
        }
        return Step.done(tally.count(quorum.threshold()));
    }

    private void tryEach(DsseSignature entry, List<KeyId> order, Quorum quorum, SignatureCount.Tally tally) {
        Bytes message = message();
        for (KeyId id : order) {
            PublicKey key = quorum.keys().get(id);
            if (key != null) {
                try {
                    key.verify(message, entry.value());
                    tally.record(id, key);
                    return;
                } catch (SignatureMismatch notThisOne) {
                    // the next key may be the one that signed
                }
            }
        }
        if (entry.keyId().isPresent()) {
            tally.add(entry.keyId().get(), SignatureCount.Problem.BAD_SIGNATURE, "verifies under no allowed key");
        } else {
            tally.addNameless(SignatureCount.Problem.BAD_SIGNATURE, "verifies under no allowed key");
        }
    }

    private static List<KeyId> hintedFirst(List<KeyId> usable, Optional<KeyId> hint) {
        List<KeyId> order = new ArrayList<>(usable);
        if (hint.isPresent() && order.remove(hint.get())) {
            order.addFirst(hint.get());
        }
        return order;
    }

    /** The envelope as canonical JSON, payload and signatures in standard base64. */
    public Bytes toBytes() {
        Base64.Encoder base64 = Base64.getEncoder();
        List<Json> entries = new ArrayList<>();
        for (DsseSignature entry : signatures) {
            Json.Obj json = Json.Obj.empty();
            if (entry.keyId().isPresent()) {
                json = json.with("keyid", Json.text(entry.keyId().get().value()));
            }
            entries.add(json.with(
                    "sig", Json.text(base64.encodeToString(entry.value().toByteArray()))));
        }
        return OlpcWriter.write(Json.Obj.empty()
                .with("payload", Json.text(base64.encodeToString(payload.toByteArray())))
                .with("payloadType", Json.text(payloadType))
                .with("signatures", new Json.Arr(entries)));
    }
}
