package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Samples.Image;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Attachments: what is attached is listed, at every depth, and stays listed. */
public interface AttachmentContract extends StoreUnderTest {
    /** The artifact's tag. */
    Tag TAG = new Tag("v1");

    @Test
    default void whatIsAttachedIsListedWithItsTypeAndAnnotations() {
        Image subject = Samples.image(1);
        Image note = Samples.attachment(subject.manifest().descriptor(), 1);
        write(store -> {
            store.tag(subject.pushTo(store).manifest(), TAG);
            note.attachTo(store);
        });
        read(source -> {
            ReferrerList list = source.referrers(subject.digest());
            assertThat(list.entries()).hasSize(1);
            Descriptor entry = list.entries().get(0);
            assertThat(entry.pointsAtSameAs(note.manifest().descriptor())).isTrue();
            assertThat(entry.artifactType()).contains(Samples.ARTIFACT);
            assertThat(entry.annotations()).containsEntry("com.example.seed", "1");
            assertThat(source.manifest(entry.digest()).map(Manifest::raw))
                    .contains(note.manifest().raw());
        });
    }

    @Test
    default void attachmentsOfOthersAreNotListed() {
        Image one = Samples.image(1);
        Image two = Samples.image(2);
        write(store -> {
            store.tag(one.pushTo(store).manifest(), TAG);
            store.tag(two.pushTo(store).manifest(), new Tag("v2"));
            Samples.attachment(one.manifest().descriptor(), 1).attachTo(store);
        });
        read(source -> assertThat(source.referrers(two.digest()).entries()).isEmpty());
    }

    @Test
    default void anAttachmentCanHaveAttachments() {
        Image subject = Samples.image(1);
        Image note = Samples.attachment(subject.manifest().descriptor(), 1);
        Image counter = Samples.attachment(note.manifest().descriptor(), 2);
        write(store -> {
            store.tag(subject.pushTo(store).manifest(), TAG);
            note.attachTo(store);
            counter.attachTo(store);
        });
        read(source -> {
            assertThat(listed(source, subject.digest())).containsExactly(note.digest());
            assertThat(listed(source, note.digest())).containsExactly(counter.digest());
        });
    }

    @Test
    default void attachingAgainListsItOnce() {
        Image subject = Samples.image(1);
        Image note = Samples.attachment(subject.manifest().descriptor(), 1);
        write(store -> store.tag(subject.pushTo(store).manifest(), TAG));
        for (int i = 0; i < 3; i++) {
            write(note::attachTo);
        }
        read(source -> assertThat(source.referrers(subject.digest()).entries()).hasSize(1));
    }

    @Test
    default void anAttachmentMayComeBeforeItsSubject() {
        Image subject = Samples.image(1);
        Image note = Samples.attachment(subject.manifest().descriptor(), 1);
        write(note::attachTo);
        write(store -> store.tag(subject.pushTo(store).manifest(), TAG));
        read(source -> assertThat(listed(source, subject.digest())).containsExactly(note.digest()));
    }

    @Test
    default void anIndexAndItsChildrenHaveAttachmentsOfTheirOwn() {
        Image child = Samples.image(1);
        Manifest index = Samples.index(List.of(child.manifest()));
        Image onChild = Samples.attachment(child.manifest().descriptor(), 1);
        Image onIndex = Samples.attachment(index.descriptor(), 2);
        write(store -> {
            child.pushTo(store);
            store.tag(index, TAG);
            onChild.attachTo(store);
            onIndex.attachTo(store);
        });
        read(source -> {
            assertThat(listed(source, child.digest())).containsExactly(onChild.digest());
            assertThat(listed(source, index.digest())).containsExactly(onIndex.digest());
        });
    }

    @Test
    default void attachmentsStayWhenTheTagOfTheirSubjectMoves() {
        Image old = Samples.image(1);
        Image note = Samples.attachment(old.manifest().descriptor(), 1);
        write(store -> {
            store.tag(old.pushTo(store).manifest(), TAG);
            note.attachTo(store);
        });
        write(store -> store.tag(Samples.image(2).pushTo(store).manifest(), TAG));
        read(source -> {
            assertThat(listed(source, old.digest())).containsExactly(note.digest());
            assertThat(source.manifest(old.digest())).isPresent();
        });
    }

    @Test
    default void anAttachmentThatWasTaggedStaysAttachedWhenThatTagMoves() {
        Image subject = Samples.image(1);
        Image note = Samples.attachment(subject.manifest().descriptor(), 1);
        Image other = Samples.attachment(subject.manifest().descriptor(), 2);
        Tag newest = new Tag("newest-note");
        write(store -> {
            store.tag(subject.pushTo(store).manifest(), TAG);
            note.attachTo(store);
            store.tag(note.manifest(), newest);
            other.attachTo(store);
            store.tag(other.manifest(), newest);
        });
        read(source ->
                assertThat(listed(source, subject.digest())).containsExactlyInAnyOrder(note.digest(), other.digest()));
    }

    @Test
    default void aDeletedAttachmentIsNotListed() {
        Image subject = Samples.image(1);
        Image stays = Samples.attachment(subject.manifest().descriptor(), 1);
        Image goes = Samples.attachment(subject.manifest().descriptor(), 2);
        write(store -> {
            store.tag(subject.pushTo(store).manifest(), TAG);
            stays.attachTo(store);
            goes.attachTo(store);
        });
        write(store -> store.delete(goes.digest()));
        read(source -> {
            assertThat(listed(source, subject.digest())).containsExactly(stays.digest());
            assertThat(source.manifest(goes.digest())).isEmpty();
        });
    }

    /** Digests that a place lists for a subject. */
    static Set<Digest> listed(Source source, Digest subject) {
        return source.referrers(subject).entries().stream()
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
    }
}
