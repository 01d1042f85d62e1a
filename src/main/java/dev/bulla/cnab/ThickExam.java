package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Examines the content of a thick bundle after its only reading (section 10.3). Failures are {@link RejectedException}s. */
final class ThickExam {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final ThickScan scan;
    private final ThickSource source;
    private final ImageWalk walk;
    private final List<Check> checks = new ArrayList<>();

    private ThickExam(ThickScan scan, ThickSource source) {
        this.scan = scan;
        this.source = source;
        this.walk = new ImageWalk(descriptor -> {
            source.know(descriptor);
            return source.manifest(descriptor.digest());
        });
    }

    static Step<ThickBundle> examine(ThickScan scan, Place origin, Store spool) {
        return new ThickExam(scan, new ThickSource(origin, spool, scan.blobs())).run();
    }

    private Step<ThickBundle> run() {
        Bytes raw = bundleFile();
        ImageIndex roots = layoutIndex();
        return Bundle.parse(raw)
                .then(bundle -> bundle.pinnedImages().then(images -> {
                    for (PinnedImage image : images) {
                        walk.add(image.descriptor(), image.label());
                    }
                    List<Manifest> further = roots(roots);
                    blobsPresent();
                    return relocationMap(bundle)
                            .then(ok -> thin(bundle, further)
                                    .map(thin -> new ThickBundle(
                                            bundle, images, thin, attachments(further), extras(), checks, source)));
                }));
    }

    /** Exactly one, at the root; telling where it lies instead helps most. */
    private Bytes bundleFile() {
        Optional<Bytes> raw = scan.file(Bundle.FILE_NAME);
        Optional<String> deeper = scan.others().stream()
                .filter(name -> name.endsWith("/" + Bundle.FILE_NAME))
                .findFirst();
        if (raw.isPresent() && deeper.isEmpty()) {
            checks.add(Check.ok("cnab.10.3", "one bundle.json at the root of the archive"));
            return raw.get();
        }
        throw StrictTar.malformed(
                raw.isPresent()
                        ? "there is a second bundle.json, " + Quoted.of(deeper.orElse(""))
                        : deeper.map(name -> "bundle.json is not at the root but at " + Quoted.of(name))
                                .orElse("there is no bundle.json at the root"));
    }

    private ImageIndex layoutIndex() {
        Optional<Bytes> index = scan.file(ThickScan.INDEX);
        if (index.isEmpty()) {
            boolean older = scan.others().stream().anyMatch(name -> name.startsWith("cnab/"));
            throw StrictTar.malformed(
                    older
                            ? "this is the older form without an image layout (" + ThickScan.INDEX
                                    + "), which holds no images"
                            : "there is no image layout (" + ThickScan.INDEX + ")");
        }
        checkVersion();
        if (Manifest.parse(index.get(), Optional.of(MediaType.OCI_INDEX)) instanceof ImageIndex roots) {
            return roots;
        }
        throw StrictTar.malformed(ThickScan.INDEX + " is no index");
    }

    private void checkVersion() {
        Bytes file = scan.file(ThickScan.LAYOUT_VERSION)
                .orElseThrow(() -> StrictTar.malformed("there is no " + ThickScan.LAYOUT_VERSION));
        try {
            String version = Fields.of(JsonReader.with(Bundle.LIMITS).readObject(file), "")
                    .text("imageLayoutVersion");
            if (!version.equals("1.0.0")) {
                throw StrictTar.malformed("the image layout has version " + Quoted.of(version) + ", not 1.0.0");
            }
        } catch (JsonException e) {
            throw StrictTar.malformed(ThickScan.LAYOUT_VERSION + ": " + e.getMessage());
        }
    }

    /** Everything else that the layout lists must be whole too; equal descriptors may be repeated. */
    private List<Manifest> roots(ImageIndex layout) {
        Set<Digest> seen = new LinkedHashSet<>();
        List<Manifest> found = new ArrayList<>();
        for (Descriptor root : layout.manifests()) {
            walk.add(root, "root " + root.digest().brief() + " of the image layout");
            if (root.mediaType().isManifest()) {
                Optional.ofNullable(root.annotations().get(REF_NAME)).ifPresent(name -> source.name(name, root));
                if (seen.add(root.digest())) {
                    source.manifest(root.digest()).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private void blobsPresent() {
        for (Descriptor blob : walk.blobs().values()) {
            Long size = scan.blobs().get(blob.digest());
            if (size == null) {
                throw new RejectedException(Reason.of(
                                ReasonCode.INCOMPLETE, "thick bundle: blob " + blob.digest() + " of an image is absent")
                        .with("expected", blob.digest().toString()));
            }
            if (size != blob.size()) {
                throw new RejectedException(RepresentationCheck.difference(
                        "thick bundle: blob " + blob.digest() + " has " + size + " bytes, its manifest says "
                                + blob.size(),
                        Long.toString(blob.size()),
                        Long.toString(size)));
            }
        }
        for (Descriptor layer : walk.foreign()) {
            checks.add(Check.note("cnab.10.3", "layer " + layer.digest() + " says that it lies elsewhere"));
        }
        checks.add(Check.ok(
                "cnab.10.3",
                walk.manifests().size() + " manifests and " + walk.blobs().size() + " blobs are there and hashed"));
    }

    private Step<Bundle> relocationMap(Bundle bundle) {
        for (String name : RelocationMap.FILE_NAMES) {
            Optional<Bytes> file = scan.file(name);
            if (file.isPresent()) {
                Step<RelocationMap> map = RelocationMap.read(file.get()).then(read -> read.checkedAgainst(bundle));
                if (map instanceof Step.Refused<RelocationMap> refused) {
                    return Step.refused(refused.reason());
                }
                checks.add(Check.ok("cnab.8.5", name + " agrees with bundle.json"));
            }
        }
        return Step.done(bundle);
    }

    /** The bundle index in the archive, which a signature may name, else the one that follows from the bundle. */
    private Step<Step<StoredBundle>> thin(Bundle bundle, List<Manifest> roots) {
        List<ImageIndex> brought = new ArrayList<>();
        for (Manifest root : roots) {
            if (root instanceof ImageIndex index && BundleIndex.isLikely(index)) {
                brought.add(index);
            }
        }
        if (brought.size() > 1) {
            return Step.refused(ReasonCode.AMBIGUOUS, "thick bundle: there are " + brought.size() + " bundle indexes");
        }
        return brought.isEmpty() ? Step.done(computed(bundle)) : brought(bundle, brought.get(0));
    }

    private Step<StoredBundle> computed(Bundle bundle) {
        return ThinBundle.of(bundle).map(thin -> {
            source.compute(thin);
            checks.add(Check.note("cnab.10.1", "bundle index " + thin.index().digest() + " computed from bundle.json"));
            return StoredBundle.of(thin);
        });
    }

    private Step<Step<StoredBundle>> brought(Bundle bundle, ImageIndex index) {
        Representation found =
                RepresentationCheck.fetchAndExamine(TrustedBundle.ofBytes(bundle.raw()), index, source, false);
        checks.addAll(found.checks());
        return found.outcome().map(proven -> StoredBundle.fetch(source, index));
    }

    private List<Descriptor> attachments(List<Manifest> roots) {
        List<Descriptor> attachments = new ArrayList<>();
        for (Manifest root : roots) {
            if (root.subject().isPresent()) {
                Descriptor attachment = root.artifactType()
                        .map(root.descriptor()::withArtifactType)
                        .orElse(root.descriptor());
                attachments.add(attachment);
                source.attach(root.subject().get().digest(), attachment);
            }
        }
        return attachments;
    }

    private List<String> extras() {
        List<String> extras = new ArrayList<>(scan.others());
        for (Map.Entry<Digest, Long> blob : scan.blobs().entrySet()) {
            Digest digest = blob.getKey();
            if (!walk.blobs().containsKey(digest) && !walk.manifests().containsKey(digest)) {
                extras.add(ThickScan.BLOBS + digest.algorithm().wireName() + "/" + digest.hex());
            }
        }
        return extras;
    }
}
