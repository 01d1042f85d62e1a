package dev.bulla.cli.attest;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.cli.command.Keys;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKey;
import dev.bulla.inspect.LinkFolder;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.KeyIds;
import dev.bulla.intoto.LayoutStep;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.intoto.write.KnownSigner;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who performs the step of a call: the step's name, the key, and the id under which the layout knows the key.
 *
 * @param step the step
 * @param signer the key, opened
 * @param links the folder for links
 */
record Functionary(String step, KnownSigner signer, Path links) {
    private static final int MAX_KEY = 64 * 1024;

    /**
     * The functionary of {@code call}; the key is opened now, so that a wrong passphrase is known before any work is done.
     */
    static Functionary of(Invocation call) {
        String step = call.option("--step").orElseThrow(() -> call.wrongUse("needs --step"));
        String key = call.option("--key").orElseThrow(() -> call.wrongUse("needs --key; there is no default key"));
        // a name that no layout can have would make a link that nobody can use
        String problem = LayoutStep.problemOf(step);
        if (!problem.isEmpty()) {
            throw call.wrongUse("cannot record step " + Quoted.of(step) + ", whose name " + problem);
        }
        Optional<InTotoLayout> layout = call.option("--layout")
                .map(file -> UnverifiedDocument.read(LocalFiles.read(call.path(file), InTotoLimits.MAX_DOCUMENT_BYTES))
                        .layout());
        Keys keys = new Keys(call);
        KeyId id = layout.isPresent()
                ? idIn(layout.get(), step, keys.publicKey(key).key())
                : null;
        LocalSigner signer = keys.open(key);
        KeyId used = id == null ? KeyIds.current(signer.publicKey()) : id;
        return new Functionary(
                step,
                new KnownSigner(signer, used),
                call.path(call.option("--link-dir").orElse(".")));
    }

    private static KeyId idIn(InTotoLayout layout, String step, PublicKey key) {
        List<KeyId> allowed = layout.steps().stream()
                .filter(each -> each.name().equals(step))
                .findFirst()
                .orElseThrow(() -> new UsageException("the layout has no step " + Quoted.of(step)))
                .keyIds();
        for (Map.Entry<KeyId, PublicKey> known : layout.keys().entrySet()) {
            if (allowed.contains(known.getKey()) && known.getValue().material().equals(key.material())) {
                return known.getKey();
            }
        }
        throw new UsageException("the layout does not let this key perform step " + Quoted.of(step));
    }

    /** The name of the file that its link goes into, without the folder. */
    String fileName() {
        return LinkFolder.name(step, signer.keyId()) + ".link";
    }

    /** The name of the file between start and stop, which is that of the reference implementation. */
    String unfinishedName() {
        return "." + LinkFolder.name(step, signer.keyId()) + ".link-unfinished";
    }

    /**
     * With {@code --check-materials}: checks them against the layout and the links that are there already, before anything
     * is done (in-toto specification 5.3.5).
     */
    void check(Invocation call, Artifacts materials) {
        if (!call.has("--check-materials")) {
            return;
        }
        Path layout = call.path(call.option("--layout")
                .orElseThrow(() -> call.wrongUse("needs --layout and --layout-key with --check-materials")));
        List<OwnerKey> owners = new ArrayList<>();
        for (String file : call.options("--layout-key")) {
            try {
                owners.add(OwnerKeyFile.read(LocalFiles.read(call.path(file), MAX_KEY)));
            } catch (JsonException e) {
                throw new UsageException("key file " + file + " cannot be used: " + e.getMessage());
            }
        }
        if (owners.isEmpty()) {
            throw call.wrongUse("needs --layout-key with --check-materials");
        }
        Bytes document = LocalFiles.read(layout, InTotoLimits.MAX_DOCUMENT_BYTES);
        VerificationRequest request = VerificationRequest.of(document, owners, new LinkFolder(links), call.now());
        LayoutVerifier.checkMaterials(request, step, materials).orThrow();
        call.output().step("materials of step " + step + " are what the layout expects");
    }
}
