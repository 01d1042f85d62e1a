package dev.bulla.cli.command;

import dev.bulla.Namespaces;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code refresh --witness} and {@code refresh --cosignature}: a witness signs, a publisher takes the signature over. */
final class WitnessJob {
    /** One entry with a signature of the largest key. */
    private static final int MAX_COSIGNATURE = 64 * 1024;

    private final Invocation call;
    private final Namespaces namespaces;
    private final Namespaces.At at;

    WitnessJob(Invocation call, Namespaces namespaces, Namespaces.At at) {
        this.call = call;
        this.namespaces = namespaces;
        this.at = at;
    }

    ExitCode run() {
        if (call.has("--witness") && call.has("--cosignature")) {
            throw call.wrongUse("takes --witness or --cosignature, not both: a witness does not publish");
        }
        return call.has("--witness") ? witness() : cosign();
    }

    private ExitCode witness() {
        String state = call.option("--state")
                .orElseThrow(() -> call.wrongUse("needs --state DIR with --witness: a witness that forgets is none"));
        List<Signer> signers = new Keys(call).signers();
        if (signers.size() != 1) {
            throw call.wrongUse("needs one --key with --witness, a key that signs nothing else");
        }
        Namespaces.Witnessed done = namespaces.witness(
                at,
                signers.get(0),
                call.path(state),
                call.now(),
                line -> call.output().say("will sign   " + line));
        if (!call.output().isText()) {
            call.output().json(document(done));
        }
        call.option("--output")
                .filter(path -> !path.equals("-"))
                .ifPresentOrElse(
                        path -> LocalFiles.write(call.path(path), false, done.cosignature()),
                        () -> onOutput(done.cosignature()));
        return ExitCode.OK;
    }

    private void onOutput(Bytes cosignature) {
        if (call.output().isText()) {
            call.output().bytes(cosignature.concat(Bytes.utf8("\n")).toByteArray());
        }
    }

    private ExitCode cosign() {
        List<PublicKey> witnesses = new Keys(call).publicKeys("--witness-key");
        if (witnesses.isEmpty()) {
            throw call.wrongUse("needs --witness-key with --cosignature: what nobody can verify is not published");
        }
        List<Bytes> cosignatures = new ArrayList<>();
        call.options("--cosignature")
                .forEach(file -> cosignatures.add(LocalFiles.read(call.path(file), MAX_COSIGNATURE)));
        Namespaces.Witnessed done = namespaces.cosign(at, cosignatures, witnesses, call.now());
        if (!call.output().isText()) {
            call.output().json(document(done));
        } else {
            call.output()
                    .line((done.changed() ? "cosigned   timestamp v" : "fresh      timestamp v")
                            + done.timestamp()
                            + (done.changed() ? "" : " has these cosignatures already"));
        }
        return ExitCode.OK;
    }

    private Json.Obj document(Namespaces.Witnessed done) {
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.witness/1"))
                .with("namespace", Json.text(call.argument(0)))
                .with("timestamp", Json.whole(done.timestamp()))
                .with("sha256", Json.text(done.sha256()))
                .with("cosignature", Json.text(done.cosignature().asUtf8().orElse("")))
                .with("changed", new Json.Bool(done.changed()));
    }
}
