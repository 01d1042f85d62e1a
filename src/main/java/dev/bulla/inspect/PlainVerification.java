package dev.bulla.inspect;

import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.InspectionRunner;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.OwnerKeyFile;
import dev.bulla.intoto.Parameters;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.UsageException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verification of plain files: a layout, its owners' public keys, a folder of links, and the product if there is one.
 *
 * @param layout the layout
 * @param keys public key files of the owners, all of whom must have signed
 * @param links the folder of links
 * @param product the folder that inspections see
 * @param temporary where copies for inspections are made
 */
public record PlainVerification(Path layout, List<Path> keys, Path links, Optional<Path> product, Path temporary) {
    /** Room for a public key; what is longer is refused by its reader. */
    private static final int MAX_KEY_BYTES = 64 * 1024;

    /** What may be done for an inspection. */
    public enum Mode {
        /** Nothing. */
        REFUSE,
        /** What Bulla does itself. */
        BUILTIN,
        /** Also programs of this system, within bounds. */
        SANDBOX
    }

    /** Copies {@code keys}. */
    public PlainVerification {
        keys = List.copyOf(keys);
    }

    /**
     * Verifies as of {@code at}.
     *
     * @throws UsageException when a key file is no public key
     * @throws dev.bulla.outcome.StorageException when a file cannot be read
     */
    public LayoutVerdict verify(Parameters parameters, Mode mode, boolean acceptStatements, Instant at) {
        VerificationRequest.Options options =
                VerificationRequest.Options.strict().parameters(parameters).inspections(runner(mode));
        VerificationRequest request = VerificationRequest.of(
                read(layout, InTotoLimits.MAX_DOCUMENT_BYTES), owners(), new LinkFolder(links), at);
        return LayoutVerifier.verify(request.with(acceptStatements ? options.acceptingStatements() : options));
    }

    private List<OwnerKey> owners() {
        List<OwnerKey> owners = new ArrayList<>();
        for (Path key : keys) {
            try {
                owners.add(OwnerKeyFile.read(read(key, MAX_KEY_BYTES)));
            } catch (JsonException e) {
                throw new UsageException(
                        "key file " + key + " cannot be used: " + e.getMessage(),
                        "give a PEM public key (BEGIN PUBLIC KEY) or a public key in securesystemslib JSON");
            }
        }
        return owners;
    }

    private static Bytes read(Path file, int maxBytes) {
        return BoundedFile.read(file, maxBytes).orElseThrow(() -> new UsageException("no file " + file));
    }

    private InspectionRunner runner(Mode mode) {
        FolderLimits limits = FolderLimits.standard();
        BuiltinInspections builtin = new BuiltinInspections(product, Optional.empty(), limits);
        return switch (mode) {
            case REFUSE -> InspectionRunner.refusing();
            case BUILTIN -> builtin;
            case SANDBOX ->
                product.isEmpty()
                        ? inspection -> inspection.run().getFirst().startsWith(BuiltinInspections.PREFIX)
                                ? builtin.run(inspection)
                                : new InspectionRunner.NotPermitted("no folder with the product is given")
                        : new ProcessInspections(product.get(), temporary, ProcessPolicy.system(), builtin);
        };
    }
}
