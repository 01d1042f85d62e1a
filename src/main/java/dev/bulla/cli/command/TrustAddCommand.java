package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Optional;

/** Pins a root of trust for the artifacts of a namespace. */
public final class TrustAddCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust add", "pin the root of trust of a namespace")
                .argument("NAMESPACE", "host/ns, oci:DIR or oci:FILE.tar: the place whose artifacts it is to cover")
                .flag("--root ROOT", "sha256:FINGERPRINT of the root file, or the file; from its owner")
                .flag("--same-as ORIGIN", "the namespace where they were signed; for a layout, the repository")
                .flag("--trust-repo PLACE", "where the TUF repository is, if not at NAMESPACE/tuf")
                .flag("--receipt-key KEY...", "a public key whose freshness receipts count where something has expired")
                .flag(
                        "--max-age DURATION",
                        "how old a receipt may be, such as 30d or P30D: revocations take as long to arrive")
                .flag("--witness KEY...", "the public key of a witness that must have signed the timestamp as well")
                .flag("--witnesses N", "how many of the witnesses must have; all of them when not given")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note("There is no trust on first use: without --root this prints what the registry offers, and stops.")
                .note("A place with the names of another shares its rollback memory.")
                .example("bulla trust add registry.example/acme --root sha256:0b5c…77e1")
                .example("bulla trust add harbor.lan/mirror --same-as registry.example/acme --root root.json");
    }

    @Override
    public ExitCode run(Invocation call) {
        Namespace namespace = Pinning.namespace(call, call.argument(0));
        Optional<String> root = call.option("--root");
        Optional<Digest> fingerprint = root.flatMap(Digest::parse);
        if (fingerprint.isEmpty()
                && root.filter(text -> text.startsWith("sha256:")).isPresent()) {
            throw call.wrongUse("takes --root sha256:<64 hex> or a file");
        }
        Optional<Bytes> file = fingerprint.isPresent() ? Optional.empty() : root.map(path -> Pins.rootFile(call, path));
        Optional<TrustRepository> repository = Pinning.repository(call);
        Trust trust = Pinning.trust(call, Reach.places(call));
        Trust.Wish wish =
                new Trust.Wish(namespace, fingerprint, file, call.option("--same-as"), repository, Demanded.by(call));
        try {
            Trust.Pinned pinned = trust.add(wish, call.now());
            new Pins(call).answer(pinned, "pinned");
            Demanded.tell(call, pinned.demands());
            return ExitCode.OK;
        } catch (RejectedException e) {
            throw root.isEmpty() && e.reason().code() == ReasonCode.NO_TRUST_ROOT
                    ? withOffers(e.reason(), trust, wish)
                    : e;
        }
    }

    /** What the registry offers, to be compared with what the owner says; it is not a reason to pin it. */
    private static RejectedException withOffers(Reason refusal, Trust trust, Trust.Wish wish) {
        List<Trust.Offered> offers = trust.offered(wish.namespace(), wish.repository());
        Reason reason = Reason.of(refusal.code(), refusal.message());
        for (Trust.Offered offer : offers.subList(Math.max(0, offers.size() - 1), offers.size())) {
            reason = reason.with("offeredRoot", offer.fingerprint().toString())
                    .with("offeredVersion", offer.version())
                    .hint("offered, not trusted: root v" + offer.version() + "  " + offer.fingerprint());
        }
        for (String hint : refusal.hints()) {
            reason = reason.hint(hint);
        }
        return new RejectedException(reason);
    }
}
