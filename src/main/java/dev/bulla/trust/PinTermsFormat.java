package dev.bulla.trust;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Fields;
import dev.bulla.json.IsoDuration;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members {@code receipts} and {@code witnesses} of a pin. */
final class PinTermsFormat {
    private static final String RECEIPTS = "receipts";
    private static final String WITNESSES = "witnesses";

    private PinTermsFormat() {}

    static PinTerms read(Fields pin) {
        Optional<Fields> receipts = pin.optionalObject(RECEIPTS).map(fields -> fields.only("maxAge", "keys"));
        Optional<Fields> witnesses = pin.optionalObject(WITNESSES).map(fields -> fields.only("threshold", "keys"));
        return new PinTerms(
                receipts.map(PinTermsFormat::keys).orElse(List.of()),
                receipts.map(fields -> IsoDuration.parse(fields.text("maxAge"))),
                witnesses.map(PinTermsFormat::keys).orElse(List.of()),
                witnesses
                        .map(fields -> (int) fields.whole("threshold", 1, SignatureCount.MAX_KEYS))
                        .orElse(0));
    }

    private static List<PublicKey> keys(Fields holder) {
        List<PublicKey> keys = holder.each("keys", (key, i) -> PublicKeys.read(key));
        for (PublicKey key : keys) {
            if (key instanceof UnknownKey unknown) {
                throw JsonException.at(holder.place("keys"), "has one that cannot be used: " + unknown.why());
            }
        }
        if (keys.isEmpty() || keys.size() > SignatureCount.MAX_KEYS) {
            throw JsonException.at(holder.place("keys"), "has not between 1 and " + SignatureCount.MAX_KEYS + " items");
        }
        return keys;
    }

    static Json.Obj write(Json.Obj pin, PinTerms terms) {
        Json.Obj written = pin;
        if (terms.maxAge().isPresent()) {
            written = written.with(
                    RECEIPTS,
                    Json.Obj.empty()
                            .with(
                                    "maxAge",
                                    Json.text(IsoDuration.print(terms.maxAge().get())))
                            .with("keys", keys(terms.receiptKeys())));
        }
        if (!terms.witnesses().isEmpty()) {
            written = written.with(
                    WITNESSES,
                    Json.Obj.empty()
                            .with("threshold", Json.whole(terms.threshold()))
                            .with("keys", keys(terms.witnesses())));
        }
        return written;
    }

    private static Json.Arr keys(List<PublicKey> keys) {
        List<Json> items = new ArrayList<>();
        keys.forEach(key -> items.add(key.toJson()));
        return new Json.Arr(items);
    }
}
