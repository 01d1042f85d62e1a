package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every registry, with or without referrers API. */
abstract class RegistryStoreContract {

    /** {@code HOST:PORT} of a running registry without authentication. */
    abstract String host();

    RegistryStore store(String repository) {
        return RegistryStore.open(
                new Place.RegistryPlace(host(), repository), RegistryOptions.standard(TestSettings.quick()));
    }

    @Test
    void anEmptyRepositoryHasNothing() {
        try (RegistryStore store = store("contract/empty")) {
            Descriptor blob = Sample.blob("nothing");
            assertThat(store.manifest(new Tag("latest"))).isEmpty();
            assertThat(store.manifest(blob.digest())).isEmpty();
            assertThat(store.hasManifest(blob.digest())).isFalse();
            assertThat(store.hasBlob(blob)).isFalse();
            assertThat(store.referrers(blob.digest()).entries()).isEmpty();
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store.blob(blob));
        }
    }

    @Test
    void aBlobComesBackAsItWasPushed() throws IOException {
        try (RegistryStore store = store("contract/blob")) {
            Bytes content = Bytes.utf8("some content".repeat(20_000));
            Descriptor blob = Descriptor.of(Sample.BINARY, content);
            store.pushBlob(blob, Content.of(content));
            assertThat(store.hasBlob(blob)).isTrue();
            try (InputStream in = store.blob(blob)) {
                assertThat(Bytes.adopt(in.readAllBytes())).isEqualTo(content);
            }
        }
    }

    @Test
    void theEmptyBlobCanBePushed() {
        try (RegistryStore store = store("contract/zero")) {
            Descriptor blob = Descriptor.of(Sample.BINARY, Bytes.empty());
            store.pushBlob(blob, Content.of(Bytes.empty()));
            assertThat(store.blobBytes(blob, 10)).isEqualTo(Bytes.empty());
        }
    }

    @Test
    void aBlobInChunksComesBackAsItWasPushed() {
        RegistryOptions chunks =
                RegistryOptions.standard(TestSettings.quick()).withUploads(new UploadSettings(0, 100_000));
        try (RegistryStore store = RegistryStore.open(new Place.RegistryPlace(host(), "contract/chunks"), chunks)) {
            Bytes content = Bytes.utf8("chunked".repeat(50_000));
            Descriptor blob = Descriptor.of(Sample.BINARY, content);
            store.pushBlob(blob, Content.of(content));
            assertThat(store.blobBytes(blob, 1 << 20)).isEqualTo(content);
        }
    }

    @Test
    void contentThatIsNotWhatItShouldBeIsNotStored() {
        Descriptor expected = Sample.blob("right content");
        for (String wrong : List.of("wrong content", "right", "right content and more")) {
            for (long limit : new long[] {0, 1000}) {
                RegistryOptions options =
                        RegistryOptions.standard(TestSettings.quick()).withUploads(new UploadSettings(limit, 5));
                try (RegistryStore store =
                        RegistryStore.open(new Place.RegistryPlace(host(), "contract/wrong"), options)) {
                    assertThatExceptionOfType(RejectedException.class)
                            .isThrownBy(() -> store.pushBlob(expected, Content.of(Bytes.utf8(wrong))))
                            .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
                    assertThat(store.hasBlob(expected)).isFalse();
                }
            }
        }
    }

    @Test
    void aManifestComesBackByDigestAndByTag() {
        try (RegistryStore store = store("contract/manifest")) {
            Manifest image = Sample.image(store, "layer");
            store.pushManifest(image);
            assertThat(store.hasManifest(image.digest())).isTrue();
            assertThat(store.manifest(image.digest())).contains(image);
            assertThat(store.manifest(new Tag("v1"))).isEmpty();
            store.tag(image, new Tag("v1"));
            assertThat(store.manifest(new Tag("v1"))).contains(image);
            Manifest index = Sample.index(image);
            store.pushManifest(index);
            store.tag(index, new Tag("v1"));
            assertThat(store.manifest(new Tag("v1"))).contains(index);
        }
    }

    @Test
    void aParentWithoutItsChildrenIsRefusedWithThatReason() {
        try (RegistryStore store = store("contract/sparse");
                RegistryStore elsewhere = store("contract/sparse-children")) {
            Manifest index = Sample.index(Sample.image(elsewhere, "child"));
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> store.pushManifest(index))
                    .matches(Refusal::isOfMissingChildren)
                    .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.INCOMPLETE));
        }
    }

    @Test
    void blobsAreMountedFromOtherRepositories() {
        try (RegistryStore from = store("contract/from");
                RegistryStore to = store("contract/to")) {
            Descriptor blob = Sample.blob("to be mounted");
            from.pushBlob(blob, Content.of(Bytes.utf8("to be mounted")));
            assertThat(to.hasBlob(blob)).isFalse();
            assertThat(to.mountBlob(blob, from.place())).isTrue();
            assertThat(to.hasBlob(blob)).isTrue();
            assertThat(to.mountBlob(Sample.blob("nowhere"), from.place())).isFalse();
            assertThat(to.mountBlob(blob, new Place.RegistryPlace("other.example", "contract/from")))
                    .isFalse();
        }
    }

    @Test
    void attachmentsAreListedWithTypeAndAnnotationsAndDeletedOnesAreNot() {
        try (RegistryStore store = store("contract/attach")) {
            Manifest subject = Sample.image(store, "subject");
            store.pushManifest(subject);
            Manifest first = Sample.attachment(store, subject, "first");
            Manifest second = Sample.attachment(store, subject, "second");
            store.attach(first);
            store.attachAll(List.of(first, second));
            List<Descriptor> listed = store.referrers(subject.digest()).entries();
            assertThat(listed)
                    .extracting(Descriptor::digest)
                    .containsExactlyInAnyOrder(first.digest(), second.digest());
            assertThat(listed).allSatisfy(entry -> {
                assertThat(entry.artifactType()).contains(Sample.SIGNATURE);
                assertThat(entry.annotations()).containsKey("dev.example.text");
            });

            store.delete(first.digest());

            assertThat(digests(store, subject)).containsExactly(second.digest());
            assertThat(store.hasManifest(first.digest())).isFalse();
        }
    }

    static List<Digest> digests(RegistryStore store, Manifest subject) {
        return store.referrers(subject.digest()).entries().stream()
                .map(Descriptor::digest)
                .toList();
    }
}
