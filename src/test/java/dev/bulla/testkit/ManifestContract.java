package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Samples.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Manifests and tags. */
public interface ManifestContract extends StoreUnderTest {
    /** A tag as people write it. */
    Tag V1 = new Tag("v1.0.0_rc-1");

    @Test
    default void aTaggedManifestIsFoundByTagAndByDigestWithItsExactBytes() {
        Image image = Samples.image(1);
        write(store -> store.tag(image.pushTo(store).manifest(), V1));
        read(source -> {
            assertThat(source.manifest(V1).map(Manifest::raw))
                    .contains(image.manifest().raw());
            assertThat(source.manifest(image.digest()).map(Manifest::raw))
                    .contains(image.manifest().raw());
            assertThat(source.manifest(V1).map(Manifest::digest)).contains(image.digest());
            assertThat(source.hasManifest(image.digest())).isTrue();
        });
    }

    @Attack("P11")
    @Test
    default void bytesThatNobodyWouldWriteThatWayAreKept() {
        Bytes odd = Bytes.utf8(
                " {\"layers\":null ,\n\t\"zz\":[1.50,-0.0,1e2,null],\"config\":{\"mediaType\":\"application/vnd.example.config+json\","
                        + "\"size\":2,\"digest\":\"" + Digest.of(Bytes.utf8("{}")) + "\"},"
                        + "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"schemaVersion\":2}\n");
        Manifest manifest = Manifest.parse(odd, Optional.empty());
        write(store -> {
            store.pushBlob(Samples.layer(Bytes.utf8("{}")), dev.bulla.oci.Content.of(Bytes.utf8("{}")));
            store.tag(manifest, V1);
        });
        read(source -> assertThat(source.manifest(V1).map(Manifest::raw)).contains(odd));
    }

    @Test
    default void whatIsAbsentIsAbsentAndNoError() {
        write(store -> {
            assertThat(store.manifest(V1)).isEmpty();
            assertThat(store.manifest(Samples.image(5).digest())).isEmpty();
            assertThat(store.hasManifest(Samples.image(5).digest())).isFalse();
            assertThat(store.referrers(Samples.image(5).digest()).entries()).isEmpty();
            store.tag(Samples.image(1).pushTo(store).manifest(), V1);
        });
        read(source -> {
            assertThat(source.manifest(new Tag("v2"))).isEmpty();
            assertThat(source.manifest(Samples.image(5).digest())).isEmpty();
            assertThat(source.hasManifest(Samples.image(5).digest())).isFalse();
        });
    }

    @Test
    default void aManifestWithoutTagIsFoundByDigestOnceItsIndexIsTagged() {
        Image child = Samples.image(1);
        Manifest index =
                Samples.index(List.of(child.manifest(), Samples.image(2).manifest()));
        write(store -> {
            child.pushTo(store);
            Samples.image(2).pushTo(store);
            store.tag(index, V1);
        });
        read(source -> {
            assertThat(source.manifest(child.digest()).map(Manifest::raw))
                    .contains(child.manifest().raw());
            assertThat(source.manifest(V1).map(Manifest::successors)).contains(index.successors());
        });
    }

    @Test
    default void aTagMovesAndTheOldManifestIsStillFoundByDigest() {
        Image old = Samples.image(1);
        Image fresh = Samples.image(2);
        write(store -> store.tag(old.pushTo(store).manifest(), V1));
        write(store -> store.tag(fresh.pushTo(store).manifest(), V1));
        read(source -> {
            assertThat(source.manifest(V1).map(Manifest::digest)).contains(fresh.digest());
            assertThat(source.manifest(old.digest()).map(Manifest::digest)).contains(old.digest());
        });
    }

    @Test
    default void twoTagsOfOneManifestAreIndependent() {
        Image one = Samples.image(1);
        Image two = Samples.image(2);
        Tag stable = new Tag("stable");
        write(store -> {
            store.tag(one.pushTo(store).manifest(), V1);
            store.tag(one.manifest(), stable);
            store.tag(two.pushTo(store).manifest(), stable);
        });
        read(source -> {
            assertThat(source.manifest(V1).map(Manifest::digest)).contains(one.digest());
            assertThat(source.manifest(stable).map(Manifest::digest)).contains(two.digest());
        });
    }

    @Test
    default void tagsDerivedFromDigestsAreTagsLikeOthers() {
        Image image = Samples.image(1);
        Manifest carrier = Samples.index(List.of(image.manifest()));
        write(store -> {
            image.pushTo(store);
            store.tag(carrier, Tag.carrierOf(image.digest()));
        });
        read(source -> assertThat(source.manifest(Tag.carrierOf(image.digest())).map(Manifest::raw))
                .contains(carrier.raw()));
    }

    @Test
    default void taggingAgainChangesNothing() {
        Image image = Samples.image(1);
        for (int i = 0; i < 3; i++) {
            write(store -> store.tag(image.pushTo(store).manifest(), V1));
        }
        read(source -> assertThat(source.manifest(V1).map(Manifest::digest)).contains(image.digest()));
    }

    @Test
    default void aTagBesideADigestMustLeadToIt() {
        Image one = Samples.image(1);
        Image two = Samples.image(2);
        write(store -> {
            two.pushTo(store);
            store.tag(one.pushTo(store).manifest(), V1);
        });
        read(source -> {
            Reference right = new Reference(source.place(), Optional.of(V1), Optional.of(one.digest()));
            Reference wrong = new Reference(source.place(), Optional.of(V1), Optional.of(two.digest()));
            assertThat(source.manifest(right).map(Manifest::digest)).contains(one.digest());
            assertThatThrownBy(() -> source.manifest(wrong))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
        });
    }

    @Test
    default void aManifestUnderADigestThatIsNotItsOwnIsRefused() {
        ImageManifest honest = (ImageManifest) Samples.image(1).manifest();
        Descriptor false_ = Descriptor.of(
                honest.mediaType(), Samples.image(2).digest(), honest.raw().length());
        Manifest lying = new ImageManifest(
                honest.raw(), false_, Optional.empty(), Optional.empty(), Map.of(), honest.config(), honest.layers());
        write(store -> {
            Samples.image(1).pushTo(store);
            assertThatThrownBy(() -> store.pushManifest(lying))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
            assertThat(store.manifest(Samples.image(2).digest())).isEmpty();
        });
    }

    @Test
    default void aDeletedManifestIsGone() {
        Image one = Samples.image(1);
        write(store -> store.tag(one.pushTo(store).manifest(), V1));
        write(store -> {
            store.tag(Samples.image(2).pushTo(store).manifest(), new Tag("other"));
            store.delete(one.digest());
        });
        read(source -> {
            assertThat(source.manifest(one.digest())).isEmpty();
            assertThat(source.manifest(V1)).isEmpty();
            assertThat(source.manifest(new Tag("other"))).isPresent();
        });
    }
}
