package dev.bulla.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of GNU tar's option {@code --sparse}: members that leave out runs of zeros (GNU tar manual, "Sparse Formats"). */
class SparseTarTest {
    /** One kilobyte of zeros, then 512 bytes, then half a kilobyte of zeros. */
    private static final Bytes DATA = Samples.bytes(1, 512);

    private static final Bytes WHOLE = Bytes.adopt(new byte[1024]).concat(DATA).concat(Bytes.adopt(new byte[512]));

    @TempDir
    Path folder;

    @Test
    void aMemberInPaxForm10IsReadWholeAndCarriedOverWhole() throws IOException {
        Descriptor blob = Samples.layer(WHOLE);
        String name = "blobs/sha256/" + blob.digest().hex();
        Bytes map = Bytes.utf8("2\n1024\n512\n2048\n0\n");
        Bytes mapBlock = map.concat(Bytes.adopt(new byte[512 - map.length()]));
        Bytes records = Tars.pax("GNU.sparse.major", "1")
                .concat(Tars.pax("GNU.sparse.minor", "0"))
                .concat(Tars.pax("GNU.sparse.name", name))
                .concat(Tars.pax("GNU.sparse.realsize", "2048"));
        Path file = new Tars()
                .layout()
                .member("x", 'x', records, "")
                .file("GNUSparseFile.0/x", mapBlock.concat(DATA))
                .to(folder.resolve("sparse.tar"));
        assertReadAndCarriedOver(Layouts.tar(file), blob);
    }

    @Test
    void aMemberInTheOldFormIsReadWholeAndCarriedOverWhole() throws IOException {
        Descriptor blob = Samples.layer(WHOLE);
        Path file = new Tars()
                .layout()
                .oldSparse("./blobs/sha256/" + blob.digest().hex(), DATA, 1024, 2048)
                .to(folder.resolve("sparse.tar"));
        assertReadAndCarriedOver(Layouts.tar(file), blob);
    }

    private static void assertReadAndCarriedOver(Place.LayoutPlace place, Descriptor blob) {
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.hasBlob(blob)).isTrue();
            assertThat(source.blobBytes(blob, WHOLE.length())).isEqualTo(WHOLE);
        }
        Layouts.write(place, store -> store.tag(Samples.image(1).pushTo(store).manifest(), new Tag("v1")));
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.blobBytes(blob, WHOLE.length())).isEqualTo(WHOLE);
        }
    }
}
