package dev.bulla.cli.command;

import dev.bulla.TrustDemands;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.PublicKey;
import dev.bulla.json.IsoDuration;
import dev.bulla.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pin asks and tolerates beside the roles, as calls say it and answers tell it. */
final class Demanded {
    private static final int MAX_WITNESSES = 128;

    private Demanded() {}

    /** What the flags of {@code trust add} say. */
    static TrustDemands by(Invocation call) {
        List<PublicKey> receipts = new Keys(call).publicKeys("--receipt-key");
        Optional<Duration> age = Ages.of(call, "--max-age");
        if (receipts.isEmpty() != age.isEmpty()) {
            throw call.wrongUse("takes --receipt-key and --max-age together: whose receipts count, and for how long");
        }
        List<PublicKey> witnesses = new Keys(call).publicKeys("--witness");
        Optional<Integer> threshold = call.number("--witnesses", 1, MAX_WITNESSES);
        if (threshold.isPresent() && threshold.get() > witnesses.size()) {
            throw call.wrongUse("cannot find " + threshold.get() + " witnesses among " + witnesses.size() + " keys");
        }
        return new TrustDemands(receipts, age, witnesses, threshold.orElse(witnesses.size()));
    }

    /** Lines about them, if there is anything to say. */
    static void tell(Invocation call, TrustDemands demands) {
        demands.maxAge()
                .ifPresent(age -> call.output()
                        .line("  receipts by " + ids(call, demands.receiptKeys()) + " count for " + Ages.shown(age)
                                + ": " + Ages.latency(age)));
        if (!demands.witnesses().isEmpty()) {
            call.output()
                    .line("  witnesses " + ids(call, demands.witnesses()) + ", " + demands.witnessThreshold()
                            + " of them must have signed");
        }
    }

    private static String ids(Invocation call, List<PublicKey> keys) {
        List<String> ids = new ArrayList<>();
        keys.forEach(key -> ids.add(call.output().keyId(key.computedId().value())));
        return String.join(", ", ids);
    }

    /** {@code document} with the members about them. */
    static Json.Obj members(Json.Obj document, TrustDemands demands) {
        Json.Obj filled = document;
        if (demands.maxAge().isPresent()) {
            filled = filled.with(
                    "receipts",
                    Json.Obj.empty()
                            .with(
                                    "maxAge",
                                    Json.text(IsoDuration.print(demands.maxAge().get())))
                            .with("keyids", keyIds(demands.receiptKeys())));
        }
        if (!demands.witnesses().isEmpty()) {
            filled = filled.with(
                    "witnesses",
                    Json.Obj.empty()
                            .with("threshold", Json.whole(demands.witnessThreshold()))
                            .with("keyids", keyIds(demands.witnesses())));
        }
        return filled;
    }

    private static Json.Arr keyIds(List<PublicKey> keys) {
        return Documents.texts(
                keys.stream().map(key -> key.computedId().value()).toList());
    }
}
