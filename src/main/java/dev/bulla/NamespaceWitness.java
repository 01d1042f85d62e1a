package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.publish.ConsumerCheck;
import dev.bulla.publish.Cosigning;
import dev.bulla.publish.HeadWriter;
import dev.bulla.publish.Standing;
import dev.bulla.publish.Witnessing;
import dev.bulla.trust.JournalDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The two sides of a cosignature: the witness who signs what it sees, and the publisher who puts it beside its own. */
final class NamespaceWitness {
    /** As a signature body: one entry with the largest key fits many times over. */
    private static final int MAX_COSIGNATURE = 64 * 1024;

    private final OpenNamespace open;
    private final Instant now;

    NamespaceWitness(OpenNamespace open, Instant now) {
        this.open = open;
        this.now = now;
    }

    Namespaces.Witnessed witness(Signer signer, Path state, Consumer<String> show) {
        Standing standing = current();
        String origin = OpenNamespace.origin(open.at(), standing);
        KeyedSignature cosignature =
                new Witnessing(open.store(), new JournalDirectory(state)).cosign(standing, origin, signer, show);
        return witnessed(standing, OlpcWriter.write(cosignature.toJson()), true);
    }

    Namespaces.Witnessed cosign(List<Bytes> cosignatures, List<PublicKey> witnesses) {
        Standing standing = current();
        List<KeyedSignature> entries = new ArrayList<>();
        for (Bytes document : cosignatures) {
            entries.add(verified(document, witnesses, standing));
        }
        Cosigning change = new Cosigning(
                open.store(),
                open.root(),
                OpenNamespace.origin(open.at(), standing),
                standing.timestamp().signedSha256(),
                entries);
        HeadWriter.Written written =
                new HeadWriter(open.store(), OpenNamespace.pace(open.store().place())).write(change);
        return witnessed(standing, Bytes.utf8(""), written.tries() > 0);
    }

    /** What stands, as a consumer takes it now. */
    private Standing current() {
        Standing standing = open.standing();
        ConsumerCheck.of(standing.files(), open.store(), Optional.empty(), open.root(), now);
        return standing;
    }

    private static Namespaces.Witnessed witnessed(Standing standing, Bytes cosignature, boolean changed) {
        return new Namespaces.Witnessed(
                standing.timestamp().role().version(), standing.timestamp().signedSha256(), cosignature, changed);
    }

    /** The entry, if one of the witnesses made it over the timestamp that stands. */
    private static KeyedSignature verified(Bytes document, List<PublicKey> witnesses, Standing standing) {
        KeyedSignature entry;
        try {
            entry = KeyedSignature.read(Fields.of(
                            JsonReader.with(JsonLimits.signed(MAX_COSIGNATURE)).read(document), "")
                    .only("keyid", "sig"));
        } catch (JsonException e) {
            throw new RejectedException(ReasonCode.MALFORMED, "cosignature: " + e.getMessage());
        }
        Step<SignatureCount> counted =
                SignatureCount.of(standing.timestamp().canonical(), List.of(entry), Quorum.of(witnesses, 1));
        if (counted.then(count -> count.demand("cosignature")) instanceof Step.Refused<SignatureCount>) {
            throw new RejectedException(Reason.of(
                            ReasonCode.BAD_SIGNATURE,
                            "the cosignature by " + entry.keyId().brief()
                                    + " is by none of the witnesses given, or not over timestamp v"
                                    + standing.timestamp().role().version())
                    .hint("a timestamp that was published since has to be witnessed anew: bulla refresh --witness"));
        }
        return entry;
    }
}
